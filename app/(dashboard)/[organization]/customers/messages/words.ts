import type { WarningState } from "@/lib/domain/contact";
import type { WarningMode } from "@/lib/domain/subscriber";

export const modeWords: Record<WarningMode, string> = {
  automatic: "Tell by itself",
  draft: "Ask a person first",
  off: "Tell nothing",
};

export const messageWords: Record<WarningState, string> = {
  waiting: "Waiting",
  sent: "Sent",
  discarded: "Discarded",
  outdated: "Outdated",
};

export const phaseWords = { opened: "Begins", ended: "Is over" } as const;
