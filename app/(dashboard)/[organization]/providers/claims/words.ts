import type { ClaimStatus } from "@/lib/domain/upstream";

/** Where a claim stands, as people say it. */
export const claimWords: Record<ClaimStatus, string> = {
  met: "Promise kept",
  open: "To be claimed",
  claimed: "Claimed",
  granted: "Granted",
  denied: "Refused",
  lapsed: "Lapsed",
};
