import type { Ms } from "@/lib/domain/time";
import { remindActions } from "./actions";
import { alertStep } from "./alerts";
import { forgetOldAnswers } from "./answers";
import { digests } from "./digests";
import { verifyDomains } from "./domains";
import { checkpointLedgers, scrubLedgers } from "./ledger";
import { maintenance } from "./maintenance";
import { monthlyReports } from "./monthly-report";
import { followOutages } from "./outages";
import { forgetOldCalls } from "./outbound";
import { keepPartitions } from "./partitions";
import { followProvider } from "./providers";
import { publish } from "./publish";
import type { JobPayload } from "./queue";
import { rollUp } from "./rollups";
import { chainCounts, restateClosed, statements } from "./statements";
import { upstreamClaims } from "./upstream";
import { customerReports, warnCustomersOf } from "./warnings";
import { disableFailing } from "./webhooks";

type JobContext = {
  now: Ms;
  /** Aborted when the worker is asked to stop. */
  signal: AbortSignal;
  /** 1 for the first try. */
  attempt: number;
};

/** At most one network step, then one operation. Throwing means: try again later. */
export type Handler = (payload: JobPayload, context: JobContext) => Promise<void>;

export type Handlers = Readonly<Record<string, Handler>>;

/** Every kind of job by name. */
export const handlers: Handlers = {
  keepPartitions,
  rollUp,
  publish,
  verifyDomains,
  followOutages,
  remindActions,
  checkpointLedgers,
  scrubLedgers,
  forgetOldAnswers,
  statements,
  restate: restateClosed,
  chainCounts,
  monthlyReports,
  maintenance,
  alert: alertStep,
  forgetCalls: forgetOldCalls,
  disableWebhook: disableFailing,
  followProvider,
  upstreamClaims,
  warnCustomers: warnCustomersOf,
  customerReports,
  digests,
};
