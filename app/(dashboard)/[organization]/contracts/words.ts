import type { ContractState } from "@/lib/domain/contract";
import type { CreditStatus } from "@/lib/domain/credit";
import type { StatementStatus } from "@/lib/domain/statement";

export const contractStateWords: Record<ContractState, string> = {
  running: "In force",
  upcoming: "Not begun",
  ended: "Ended",
};

export const statementStatusWords: Record<StatementStatus, string> = {
  open: "Running",
  settling: "Settling",
  ready: "Ready to close",
  closed: "Closed",
};

export const creditStatusWords: Record<CreditStatus, string> = {
  eligible: "Eligible",
  claimed: "Claimed",
  expired: "Claim expired",
  approved: "Approved",
  denied: "Denied",
  issued: "Issued",
  applied: "Applied",
  paid_out: "Paid out",
  voided: "Voided",
  superseded: "Superseded",
};
