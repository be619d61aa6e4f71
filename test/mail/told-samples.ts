import { plainLook } from "@/emails/look";
import type { NoticeSlots, NoticeTemplate } from "@/lib/domain/notice";
import type { CustomerWarning, MailPage, ServiceFigures, ToldSlots } from "@/lib/domain/told";

const at = Date.UTC(2026, 10, 20, 14, 3);
const hour = 3_600_000;

export const page: MailPage = {
  id: "pag_1",
  name: "Acme status",
  url: "https://status.acme.test",
  ...plainLook,
};

/** What nobody should get through: into a header, out of an attribute, into the page. */
export const hostile =
  'Evil\r\nBcc: all@example.com <script>alert(1)</script> "><img src=x onerror=alert(1)>';

const incident = {
  page,
  incident: {
    id: "inc_1",
    title: "Checkout is slow",
    impact: "major" as const,
    startedAt: at,
    resolvedAt: null,
  },
  components: [
    { name: "Checkout", state: "major_outage" as const },
    { name: "Search", state: "degraded_performance" as const },
  ],
};
const body =
  "About **1 in 5** payments fail.\n\n- Cards are affected\n- [Details](https://acme.test/details)";

const services: ServiceFigures[] = [
  {
    service: "Checkout API",
    targetPercent: "99.95",
    uptimePercent: "99.912",
    downtimeMs: 38 * 60_000,
    allowancePercent: 176,
    credit: { currency: "EUR", amountMinor: 123_450 },
    isBroken: true,
  },
  {
    service: "Search",
    targetPercent: "99.9",
    uptimePercent: null,
    downtimeMs: 0,
    allowancePercent: null,
    credit: null,
    isBroken: false,
  },
];

const warning: CustomerWarning = {
  organization: "Acme",
  customer: "Northwind Traders",
  components: ["Checkout", "Search"],
  startedAt: at,
  endedAt: null,
  knownAt: at + hour,
  services,
  nextSteps: "We replace the failing node and write again within the hour.",
};

const period = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1), timezone: "UTC" };

/** The staff's monthly report has a test of its own. */
type Sampled = Exclude<keyof ToldSlots, "monthly_report">;

/** One notice of each kind, as it would be stored. */
export const samples: { [Name in Sampled]: ToldSlots[Name] } = {
  opt_in: { page, kinds: ["incident", "maintenance"], isFollowing: false, isKnown: false, hookLink: null },
  incident_opened: { ...incident, update: { status: "investigating", body, at, nextUpdateAt: at + hour } },
  incident_updated: {
    ...incident,
    update: { status: "identified", body: "We know why.", at: at + hour, nextUpdateAt: null },
  },
  incident_resolved: {
    page,
    incident: { ...incident.incident, resolvedAt: at + 2 * hour },
    components: [],
    update: { status: "resolved", body: "All good again.", at: at + 2 * hour, nextUpdateAt: null },
  },
  postmortem: {
    page,
    incident: { ...incident.incident, resolvedAt: at + 2 * hour },
    body: "## Why\n\nA disk was full.",
  },
  maintenance: {
    page,
    event: "scheduled",
    maintenance: { id: "mnt_1", title: "Database upgrade", from: at, to: at + 2 * hour },
    body: "Writes are refused for **two** minutes.",
    components: ["Checkout", "Search"],
  },
  digest: {
    page,
    rhythm: "daily",
    window: { from: at - 6 * hour, to: at + 18 * hour },
    incidents: [
      { ...incident.incident, status: "resolved", resolvedAt: at + 2 * hour },
      {
        id: "inc_2",
        title: "Search finds nothing new",
        status: "identified",
        startedAt: at,
        resolvedAt: null,
      },
    ],
    maintenances: [
      { id: "mnt_1", title: "Database upgrade", event: "reminder", from: at + 20 * hour, to: at + 22 * hour },
    ],
    uptime: [
      { name: "Checkout", percent: "91.66", downMs: 2 * hour },
      { name: "Search", percent: null, downMs: 0 },
    ],
    isCut: true,
  },
  customer_warning: warning,
  credit_issued: {
    ...{
      organization: "Acme",
      customer: "Northwind Traders",
      service: "Checkout API",
      creditId: "crd_1",
      memo: "CM-2026-0007",
    },
    ...{ period, amount: { currency: "EUR", amountMinor: 123_450 } },
  },
  sla_report: { organization: "Acme", customer: "Northwind Traders", period, services },
  action_reminder: {
    ...{ organization: "Acme", action: "Alarm on disk space", incident: "Checkout is slow", dueAt: at },
    url: "https://probity.test/acme/incidents/inc_1",
  },
  webhook_disabled: {
    ...{ organization: "Acme", host: "hooks.example.com", since: at, failure: "connect_timeout" },
    url: "https://probity.test/acme/settings/webhooks",
  },
};

/** Mails to people of the organization, and those that somebody asked for in front of a screen. */
const ownSamples: { [Name in Exclude<NoticeTemplate, Sampled>]: NoticeSlots[Name] } = {
  sign_in: {},
  invitation: { organization: "Acme", role: "responder", invitedBy: "Ana" },
  page_sign_in: { page },
  staff_alert: {
    kind: "trigger",
    title: "Checkout is down",
    text: "8 monitors fail behind Stripe since 14:03 UTC.",
    organization: "Acme",
    url: "https://probity.test/acme/now",
  },
  chronic_notice: {
    organization: "Acme",
    customer: "Northwind Traders",
    contract: "Gold 2026",
    service: "Checkout API",
    condition: "three months in a row are missed",
    metOn: "1 November 2026",
    exerciseUntil: "30 November 2026",
    url: "https://probity.test/acme/contracts/con_1",
  },
  claim_due: {
    organization: "Acme",
    provider: "AWS",
    contract: "EC2 SLA",
    period: "October 2026",
    amount: "USD 12.00",
    deadline: "30 November 2026",
    url: "https://probity.test/acme/providers/claims/clm_1",
  },
  monthly_report: {
    organization: "Acme",
    month: "2026-10",
    statements: 12,
    closed: 10,
    broken: 2,
    credits: [{ currency: "EUR", open: "EUR 12.00", booked: "EUR 1,234.50" }],
    breaches: [],
    url: "https://probity.test/acme/statements",
  },
};

/** Every mail there is. */
export const allSamples = Object.entries({ ...samples, ...ownSamples }) as [NoticeTemplate, object][];

export const sampleNames = Object.keys(samples) as (Sampled & NoticeTemplate)[];

/** Every text of a sample replaced by something hostile, but for what our own code decides. */
export function poisoned(value: unknown, key = ""): unknown {
  const own =
    /^(mode|status|event|state|impact|id|url|ground|ink|soft|line|link|action|currency|kinds|\d+|targetPercent|uptimePercent|hookLink|timezone)$/;
  if (typeof value === "string") return own.test(key) ? value : hostile;
  if (Array.isArray(value))
    return value.map((each) => (typeof each === "string" && key !== "kinds" ? hostile : poisoned(each, key)));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poisoned(each, name)]));
}
