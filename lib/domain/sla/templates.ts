import type { Claims } from "../credit-words";
import { defaultTerms, tiers } from "./default-terms";
import type { Terms } from "./terms";
import type { Window } from "./vector";

/**
 * A published SLA as terms to begin from. Only what was read in the provider's own document is here; `source` is
 * that document and `version` its own date or, where it bears none, the day its text was read.
 */
export type SlaTemplate = {
  id: string;
  name: string;
  source: string;
  version: string;
  versionMeans: "document" | "read";
  /** What the document says and these terms cannot, or what to look at first. */
  note: string;
  currency: string;
  window: Window;
  counts: "outcomes" | "reported" | null;
  stacking: "cumulative" | "best_only";
  claims: Claims;
  /** Members are chosen by whoever uses it. */
  terms: Terms;
};

/** Said beside every template. */
export const templateWarning =
  "Check it against your contract: published terms change, and yours may differ from what is published.";

const month: Window = { type: "calendar_month" };
const secondPeriodAfter: Claims = {
  required: true,
  deadline: { kind: "end_of_nth_following_period", n: 2 },
};
const daysAfterPeriod = (days: number): Claims => ({
  required: true,
  deadline: { kind: "days_after_period_end", days },
});
const daysAfterOutage = (days: number): Claims => ({
  required: true,
  deadline: { kind: "days_after_last_outage", days },
});

const plain = {
  window: month,
  currency: "USD",
  counts: null,
  stacking: "cumulative",
  versionMeans: "document",
} as const;

/** What a document does not say is left plain: nothing excluded, nothing capped, silence as everywhere here. */
const published: Terms = {
  ...defaultTerms,
  maintenance: { ...defaultTerms.maintenance, exclude: false, notice_seconds: 0 },
  cause_exclusions: [],
  cap: { percent_of_fee: null, absolute_minor: null },
};
const scheduled = (changes: Partial<Terms["maintenance"]> = {}): Partial<Terms> => ({
  maintenance: { ...published.maintenance, exclude: true, ...changes },
});

/** Terms that follow a published table: its target is its mildest bound. */
function byTable(table: ReturnType<typeof tiers>, changes: Partial<Terms> = {}): Terms {
  const target: Terms["target"] = { percent: table[0]?.upper ?? "99.9", meets: ">=" };
  return { ...published, target, credit: { mode: "tiered", tiers: table }, ...changes };
}

const aboveOneDollar: Partial<Terms> = { minimum: { minor: 100, op: ">" } };
const fiveMinuteErrors: Partial<Terms> = {
  ...aboveOneDollar,
  measurement: { method: "interval_error_rate", interval_seconds: 300, empty_interval: "zero_error" },
};

const compute = { source: "https://aws.amazon.com/compute/sla/historical", version: "2022-05" };
const objects = { source: "https://aws.amazon.com/s3/sla", version: "2023-11" };
const databases = { source: "https://aws.amazon.com/es/rds-sla", version: "2024-01" };

const amazon: readonly SlaTemplate[] = [
  {
    ...{ ...plain, ...compute, id: "aws-compute-region", claims: secondPeriodAfter },
    name: "AWS Compute, region level",
    note: "Down only when all instances in two or more zones cannot be reached: choose one component per zone.",
    terms: byTable(tiers(["99.99", "10"], ["99.0", "30"], ["95", "100"]), {
      ...aboveOneDollar,
      components: { rule: "all_down", members: [] },
    }),
  },
  {
    ...{ ...plain, ...compute, id: "aws-compute-instance", claims: secondPeriodAfter },
    name: "AWS Compute, instance level",
    note: "The fee is the charge for the affected instances, one-time fees excluded.",
    terms: byTable(tiers(["99.5", "10"], ["99", "30"], ["95", "100"]), aboveOneDollar),
  },
  {
    ...{ ...plain, ...objects, id: "aws-s3-standard", counts: "reported", claims: secondPeriodAfter },
    name: "AWS S3, Standard storage",
    note: "Other storage classes have other tables. An interval without requests counts as free of errors.",
    terms: byTable(tiers(["99.9", "10"], ["99", "25"], ["95", "100"]), fiveMinuteErrors),
  },
  {
    ...{ ...plain, ...objects, id: "aws-s3-infrequent", counts: "reported", claims: secondPeriodAfter },
    name: "AWS S3, infrequent access classes",
    note: "For Standard-IA, Intelligent-Tiering, One Zone-IA and Glacier Instant Retrieval.",
    terms: byTable(tiers(["99", "10"], ["98", "25"], ["95", "100"]), fiveMinuteErrors),
  },
  {
    ...{ ...plain, ...databases, id: "aws-rds-multi-az", claims: secondPeriodAfter },
    name: "AWS RDS, Multi-AZ",
    note: "One document holds two commitments; this is the one for instances in several zones.",
    terms: byTable(tiers(["99.95", "10"], ["99", "25"], ["95", "100"]), aboveOneDollar),
  },
  {
    ...{ ...plain, ...databases, id: "aws-rds-single", claims: secondPeriodAfter },
    name: "AWS RDS, single instance",
    note: "One document holds two commitments; this is the one for single instances.",
    terms: byTable(tiers(["99.5", "10"], ["99", "25"], ["95", "100"]), aboveOneDollar),
  },
];

const days = (table: readonly (readonly [string, number])[]): Terms["credit"] => ({
  mode: "tiered_days",
  days_as: "time",
  day_basis: null,
  tiers: table.map(([upper, credit_days], index) => ({
    ...{ id: `T${index + 1}`, upper, upper_inclusive: false, credit_days },
  })),
});

const overThreeMinutes: Partial<Terms> = {
  min_outage: { seconds: 180, op: ">", mode: "threshold", scope: "full_outage" },
};
const perHourBeyond: Terms["credit"] = {
  ...{ mode: "per_unit", unit_seconds: 3_600, percent_per_unit: "5" },
  ...{ unit_rounding: "floor", unit_scope: "aggregate", allowance: "beyond_target" },
};

const infrastructure: readonly SlaTemplate[] = [
  {
    ...{ ...plain, id: "ovh-kms", stacking: "best_only", claims: daysAfterOutage(60) },
    name: "OVHcloud Key Management Service",
    source: "https://us.ovhcloud.com/legal/sla/key-management-service/",
    version: "2024-03-06",
    note: "Downtime begins with the ticket, not with the outage.",
    terms: {
      ...published,
      ...overThreeMinutes,
      target: { percent: "99.5", meets: ">=" },
      credit: perHourBeyond,
      cap: { percent_of_fee: "30", absolute_minor: null },
    },
  },
  {
    ...{ ...plain, id: "ovh-vmware", stacking: "best_only", claims: daysAfterOutage(60) },
    name: "VMware on OVHcloud",
    source: "https://us.ovhcloud.com/legal/sla/vmware-on-ovhcloud/",
    version: "2024-01-06",
    note: "Holds only for two or more identical hosts with high availability.",
    terms: byTable(tiers(["99.95", "10"], ["99", "30"]), overThreeMinutes),
  },
  {
    ...{ ...plain, id: "mongodb-atlas", claims: daysAfterOutage(1) },
    name: "MongoDB Atlas",
    source: "https://www.mongodb.com/legal/sla/cloud/atlas-database",
    version: "2021-06-23",
    note: "Only clusters of M10 or above that are a day old. The ticket is due 24 hours after becoming aware; these terms say one local day after the outage.",
    terms: byTable(tiers(["99.995", "10"], ["99", "25"], ["95", "100"]), {
      measurement: { method: "bucket_count", bucket_seconds: 60, bucket_rule: "full", min_consecutive: 1 },
      ...scheduled(),
    }),
  },
  {
    ...{ ...plain, id: "digitalocean-app-platform", claims: secondPeriodAfter },
    name: "DigitalOcean App Platform",
    source: "https://www.digitalocean.com/sla/app-platform",
    version: "2025-05-16",
    note: "Every component instance has a promise of its own: one commitment each.",
    terms: byTable(tiers(["99.95", "10"], ["99", "30"], ["95", "100"])),
  },
];

const multiplied = (multiplier: string): Terms["credit"] => ({
  ...{ mode: "proportional", multiplier, allowance: "none", denominator: "period" },
});

const search = { source: "https://www.algolia.com/policies/sla", version: "2023-05-01" };

const applications: readonly SlaTemplate[] = [
  {
    ...{ ...plain, id: "google-workspace", counts: "reported", claims: daysAfterPeriod(30) },
    name: "Google Workspace",
    source: "https://workspace.google.com/terms/sla.html",
    version: "2026-11-27",
    versionMeans: "read",
    note: "Credits days of service, at most fifteen a month; money only for monthly billing in arrears. The thirty days run from becoming eligible.",
    terms: {
      ...published,
      measurement: {
        ...{ method: "interval_downtime", interval_seconds: 60, threshold_percent: "5", threshold_op: ">" },
        ...{ min_requests: 0, min_consecutive: 1, empty_interval: "zero_error" },
      },
      cause_exclusions: ["force_majeure", "customer_caused"],
      credit: days([
        ["99.9", 3],
        ["99", 7],
        ["95", 15],
      ]),
    },
  },
  {
    ...{ ...plain, id: "slack", claims: { required: false } },
    name: "Slack",
    window: { type: "calendar_quarter", fiscal_start_month: 1 },
    source: "https://slack.com/policy-archives",
    version: "2024-06-14",
    note: "The fee is that of the quarter. Credits are asked for by e-mail; no deadline was found. Slow features are not downtime.",
    terms: {
      ...published,
      target: { percent: "99.99", meets: ">=" },
      credit: multiplied("10"),
      ...scheduled({ notice_seconds: 172_800, cap_seconds: 36_000, cap_scope: "calendar_year" }),
    },
  },
  {
    ...{ ...plain, id: "twilio", claims: daysAfterPeriod(30) },
    name: "Twilio",
    source: "https://www.twilio.com/legal/service-level-agreement",
    version: "2023",
    note: "Editions with a target of 99.99 exist. The credit is the same however long the API was down.",
    terms: byTable(tiers(["99.95", "10"])),
  },
  {
    ...{ ...plain, ...search, id: "algolia", claims: { required: false } },
    name: "Algolia, 99.99 %",
    note: "Whether and until when credits must be claimed was not found.",
    terms: {
      ...published,
      target: { percent: "99.99", meets: ">=" },
      credit: multiplied("100"),
      cap: { percent_of_fee: "25", absolute_minor: null },
    },
  },
  {
    ...{ ...plain, ...search, id: "algolia-premier", claims: { required: false } },
    name: "Algolia, 99.999 %",
    note: "Whether and until when credits must be claimed was not found.",
    terms: {
      ...published,
      target: { percent: "99.999", meets: ">=" },
      credit: multiplied("1000"),
      cap: { percent_of_fee: "50", absolute_minor: null },
    },
  },
];

export const slaTemplates: readonly SlaTemplate[] = [...amazon, ...infrastructure, ...applications];
