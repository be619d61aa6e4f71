import { checks } from "./checks";
import { deliveries } from "./deliveries";
import { demoTarget } from "./demo-target";
import { expansions } from "./expansions";
import { handlers } from "./handlers";
import { heartbeat } from "./heartbeat";
import { hooks } from "./hooks";
import { mirrors } from "./mirrors";
import { outbound } from "./outbound";
import { providers } from "./providers";
import { renewals } from "./publish";
import { schedule } from "./schedule";
import { queueService } from "./worker";

/**
 * A loop that works as long as the worker lives. It ends when the signal aborts; if it throws, it is started
 * again after a pause, so a lost database needs no care of its own.
 */
export type Service = { name: string; run(signal: AbortSignal): Promise<void> };

/** Every loop of the worker. */
export const services: readonly Service[] = [
  heartbeat,
  queueService(handlers, schedule),
  checks,
  renewals,
  expansions,
  deliveries,
  hooks,
  outbound,
  demoTarget,
  providers,
  mirrors,
];
