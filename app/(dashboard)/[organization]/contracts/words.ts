import type { ContractState } from "@/lib/domain/contract";

export const contractStateWords: Record<ContractState, string> = {
  running: "In force",
  upcoming: "Not begun",
  ended: "Ended",
};
