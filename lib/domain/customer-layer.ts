import type { State } from "./state";
import type { Interval, Ms } from "./time";
import type { ServiceFigures } from "./told";

/** What a page shows to one customer's people beside what everybody sees. */
export type CustomerLayer = {
  customer: string;
  knownAt: Ms;
  components: readonly { id: string; name: string; state: State; since: Ms | null }[];
  services: readonly { figures: ServiceFigures; period: Interval; timezone: string }[];
  credits: readonly {
    number: string;
    service: string;
    period: Interval;
    timezone: string;
    currency: string;
    amountMinor: number;
    status: "issued" | "applied" | "paid_out";
  }[];
};
