/** What finance is told of a month: every amount as it is written, per currency. */
export type MonthlyReport = {
  organization: string;
  /** `2026-10` */
  month: string;
  statements: number;
  closed: number;
  broken: number;
  credits: readonly { currency: string; open: string; booked: string }[];
  /** The promises that were broken, the largest credit first; at most twenty. */
  breaches: readonly { customer: string; service: string; uptime: string; credit: string }[];
  url: string;
};
