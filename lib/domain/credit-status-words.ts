import type { CreditKind, CreditStatus } from "./credit";

export const creditStatusWords: Readonly<Record<CreditStatus, string>> = {
  eligible: "Eligible",
  claimed: "Claimed",
  expired: "Expired",
  approved: "Approved",
  denied: "Denied",
  issued: "Issued",
  applied: "Applied",
  paid_out: "Paid out",
  voided: "Voided",
  superseded: "Superseded",
};

export const creditKindWords: Readonly<Record<CreditKind, string>> = {
  credit: "Credit",
  adjustment_credit: "Adjusting credit",
  adjustment_debit: "Adjusting charge",
};

/** What an amount counts towards in a register: owed but not booked, booked, or neither. */
export const creditStanding: Readonly<Record<CreditStatus, "open" | "booked" | "nothing">> = {
  eligible: "open",
  claimed: "open",
  approved: "open",
  issued: "booked",
  applied: "booked",
  paid_out: "booked",
  expired: "nothing",
  denied: "nothing",
  voided: "nothing",
  superseded: "nothing",
};
