import type { Ms } from "../time";
import { addDays, localDate, startOfDate } from "./calendar";
import type { Contract, Deadline, PeriodFields } from "./vector";
import { endOfFollowing } from "./window";

export const claimStatuses = ["not_required", "nothing_to_claim", "not_filed", "timely", "late"] as const;

export type ClaimOutcome = {
  /** Exclusive: a claim at this very instant is late. Null when none is needed, or nothing happened to count from. */
  deadline: Ms | null;
  status: (typeof claimStatuses)[number];
  payableMinor: number;
};

type Claimed = {
  contract: Contract;
  period: PeriodFields;
  periodTo: Ms;
  lastOutageTo: Ms | null;
  filedAt: Ms | undefined;
  creditMinor: number;
  creditDays: number;
};

/** Whether a credit may be paid: at once, or because it was claimed before a deadline of local dates. */
export function claimOf(claimed: Claimed): ClaimOutcome {
  const { contract, filedAt, creditMinor, creditDays } = claimed;
  if (!contract.claims.required) return { deadline: null, status: "not_required", payableMinor: creditMinor };
  const deadline = deadlineOf(contract.claims.deadline, claimed);
  const status = creditMinor === 0 && creditDays === 0 ? "nothing_to_claim" : timeliness(filedAt, deadline);
  return { deadline, status, payableMinor: status === "timely" ? creditMinor : 0 };
}

function timeliness(filedAt: Ms | undefined, deadline: Ms | null): "not_filed" | "timely" | "late" {
  if (filedAt === undefined) return "not_filed";
  return deadline === null || filedAt < deadline ? "timely" : "late";
}

function deadlineOf(rule: Deadline, { contract, period, periodTo, lastOutageTo }: Claimed): Ms | null {
  const { timezone, window } = contract;
  const startOfDay = (after: Ms, days: number) =>
    startOfDate(addDays(localDate(after, timezone), days), timezone);
  switch (rule.kind) {
    case "days_after_period_end":
      return startOfDay(periodTo, rule.days);
    case "days_after_last_outage":
      return lastOutageTo === null ? null : startOfDay(lastOutageTo, rule.days + 1);
    case "end_of_nth_following_period":
      return endOfFollowing(window, period, timezone, rule.n);
  }
}
