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
    id: string;
    number: string;
    service: string;
    period: Interval;
    timezone: string;
    currency: string;
    amountMinor: number;
    status: "issued" | "applied" | "paid_out";
  }[];
  documents: CustomerDocuments;
};

/** A paper of a customer's own, about a service in a period that is told in the contract's zone. */
type CustomerDocument = { id: string; service: string; period: Interval; timezone: string };

/** What a customer may take along, newest first. */
export type CustomerDocuments = {
  statements: readonly CustomerDocument[];
  /** `id` is the credit's. */
  memos: readonly (CustomerDocument & { number: string })[];
};
