import type { Impact, IncidentStatus } from "./incident";
import type { MonthlyReport } from "./monthly-report";
import type { MaintenanceEvent } from "./public-fact";
import type { State } from "./state";
import type { DigestRhythm, SubscriberKind } from "./subscriber";
import type { Interval, Ms } from "./time";

/** The colours of a mail, one set for light and one for dark ground. */
export type MailPalette = {
  ground: string;
  ink: string;
  soft: string;
  line: string;
  link: string;
  /** Of the one button, on which `ground` can be read. */
  action: string;
};

/** A page as far as its mails show it. */
export type MailPage = {
  id: string;
  name: string;
  /** Where it is read, without a trailing slash. */
  url: string;
  /** `auto` follows the reader. */
  mode: "auto" | "light" | "dark";
  /** Its picture at `url`/logo, as large as mails show it; null where it has none, or nobody sees it without a pass. */
  logo: { width: number; height: number } | null;
  light: MailPalette;
  dark: MailPalette;
};

/** A component as the page calls it, and what is said of it. */
export type ToldComponent = { name: string; state: State };

/** One word of an incident. `body` is Markdown. */
export type ToldIncident = {
  page: MailPage;
  incident: { id: string; title: string; impact: Impact; startedAt: Ms; resolvedAt: Ms | null };
  update: { status: IncidentStatus; body: string; at: Ms; nextUpdateAt: Ms | null };
  components: readonly ToldComponent[];
};

export type ToldPostmortem = {
  page: MailPage;
  incident: { id: string; title: string; startedAt: Ms; resolvedAt: Ms | null };
  body: string;
};

export type ToldMaintenance = {
  page: MailPage;
  event: MaintenanceEvent;
  maintenance: { id: string; title: string; from: Ms; to: Ms };
  body: string;
  components: readonly string[];
};

/** What a page's messages of a day or a week come down to. */
export type Digest = {
  page: MailPage;
  rhythm: DigestRhythm;
  window: Interval;
  incidents: readonly {
    id: string;
    title: string;
    status: IncidentStatus | "postmortem";
    startedAt: Ms;
    resolvedAt: Ms | null;
  }[];
  /** Told of in the window, or beginning before the next digest. */
  maintenances: readonly { id: string; title: string; event: MaintenanceEvent; from: Ms; to: Ms }[];
  /** Of the components that incidents spoke of. "99.91", cut; null when nothing was measured. */
  uptime: readonly { name: string; percent: string | null; downMs: Ms }[];
  /** There was more than one mail holds. */
  isCut: boolean;
};

export type OptIn = {
  page: MailPage;
  kinds: readonly SubscriberKind[];
  isFollowing: boolean;
  /** It is subscribed already, and nothing was changed. */
  isKnown: boolean;
  /** Where to confirm, for chats and webhooks, which get no slots of their own. */
  hookLink: string | null;
};

/** One service of a customer's contract, in figures of its statement. */
export type ServiceFigures = {
  service: string;
  /** "99.9" */
  targetPercent: string;
  /** "99.912", cut; null when there is no figure. */
  uptimePercent: string | null;
  downtimeMs: Ms;
  /** Whole percent of the allowed downtime used so far, cut; null where none is allowed or measured. */
  allowancePercent: number | null;
  credit: { currency: string; amountMinor: number } | null;
  isBroken: boolean;
};

/** What an outage means for one customer, while it lasts (`endedAt` null) or afterwards. */
export type CustomerWarning = {
  organization: string;
  customer: string;
  components: readonly string[];
  startedAt: Ms;
  endedAt: Ms | null;
  knownAt: Ms;
  services: readonly ServiceFigures[];
  /** What we do next, in the organization's words. */
  nextSteps: string | null;
};

/** A period on the contract's calendar: it begins and ends there, wherever its reader is. */
export type ToldPeriod = Interval & { timezone: string };

export type CreditIssued = {
  organization: string;
  customer: string;
  service: string;
  creditId: string;
  memo: string;
  period: ToldPeriod;
  amount: { currency: string; amountMinor: number };
};

export type SlaReport = {
  organization: string;
  customer: string;
  period: ToldPeriod;
  services: readonly ServiceFigures[];
};

export type ActionReminder = {
  organization: string;
  action: string;
  incident: string;
  dueAt: Ms;
  url: string;
};

export type WebhookDisabled = { organization: string; host: string; since: Ms; failure: string; url: string };

/** Of what a recipient's doors are made when its copy leaves: which of its links still open something. */
export type LateDoors = { generation: string };

/** The links that every mail to a subscriber or contact ends with. */
export type RecipientDoors = { preferences: string; unsubscribe: string };

/** What each of these templates is filled with, common to all its recipients. */
export type ToldSlots = {
  opt_in: OptIn;
  incident_opened: ToldIncident;
  incident_updated: ToldIncident;
  incident_resolved: ToldIncident;
  postmortem: ToldPostmortem;
  maintenance: ToldMaintenance;
  digest: Digest;
  customer_warning: CustomerWarning;
  credit_issued: CreditIssued;
  sla_report: SlaReport;
  action_reminder: ActionReminder;
  webhook_disabled: WebhookDisabled;
  monthly_report: MonthlyReport;
};

/** What differs from recipient to recipient. */
export type ToldRecipientSlots = {
  opt_in: { link: string };
  incident_opened: RecipientDoors;
  incident_updated: RecipientDoors;
  incident_resolved: RecipientDoors;
  postmortem: RecipientDoors;
  maintenance: RecipientDoors;
  digest: RecipientDoors;
  customer_warning: RecipientDoors;
  credit_issued: RecipientDoors & { memoLink: string };
  sla_report: RecipientDoors;
  action_reminder: Record<never, never>;
  webhook_disabled: Record<never, never>;
  monthly_report: Record<never, never>;
};

const doors = ["preferences", "unsubscribe"] as const;
const broadcast = { slots: doors, secrets: doors, isUrgent: false, ignoresSuppression: false } as const;
const internal = { slots: [], secrets: [], isUrgent: false, ignoresSuppression: false } as const;

/** How the outbox treats them. The doors of a subscriber are made when its copy leaves, so none is stored. */
export const toldRules = {
  opt_in: { slots: ["link"], secrets: ["link"], isUrgent: true, ignoresSuppression: true },
  incident_opened: broadcast,
  incident_updated: broadcast,
  incident_resolved: broadcast,
  postmortem: broadcast,
  maintenance: broadcast,
  digest: broadcast,
  customer_warning: broadcast,
  credit_issued: {
    ...broadcast,
    slots: [...doors, "memoLink"],
    secrets: [...doors, "memoLink"],
  },
  sla_report: broadcast,
  action_reminder: internal,
  webhook_disabled: internal,
  monthly_report: internal,
} as const;
