import { z } from "zod";
import { anyAssertion } from "@/lib/domain/assertion";
import type { Outcome } from "@/lib/domain/check";
import { settingsByType } from "@/lib/domain/check-settings";
import { instantInput } from "@/lib/domain/input";
import type { ProbeReportInput } from "@/lib/domain/probe-report";
import { formatInstant } from "@/lib/domain/time";

const shared = {
  monitor_id: z.string(),
  region: z.string(),
  scheduled_for: instantInput,
  monitor_version: z.int(),
  interval_ms: z.int().min(1_000),
  timeout_ms: z.int().min(1).max(60_000),
  target: z.string(),
  degraded_after_ms: z.int().nullable(),
  assertions: z.array(anyAssertion),
};

/** One run as `POST /api/probe/claim` gives it out, secrets in place. Fields of a newer server are passed over. */
export const probeOrder = z.discriminatedUnion("type", [
  z.object({ ...shared, type: z.literal("http"), settings: settingsByType.http }),
  z.object({ ...shared, type: z.literal("tcp"), settings: settingsByType.tcp }),
  z.object({ ...shared, type: z.literal("dns"), settings: settingsByType.dns }),
  z.object({ ...shared, type: z.literal("tls"), settings: settingsByType.tls }),
  z.object({ ...shared, type: z.literal("icmp"), settings: settingsByType.icmp }),
]);
export type ProbeOrder = z.output<typeof probeOrder>;

/** The answer to a claim; each run is read by itself, so that one we do not understand spoils no other. */
export const claimAnswer = z.object({
  /** The server's own time. */
  now: instantInput.optional(),
  protocol: z.int().optional(),
  runs: z.array(z.unknown()),
});

export const reportAnswer = z.object({ accepted: z.int() });

/** An outcome as it is spooled and reported: the shape of the door, times as text. */
export type ReportLine = Omit<ProbeReportInput["outcomes"][number], "scheduled_for" | "started_at"> & {
  scheduled_for: string;
  started_at: string;
};

/** What a run of this order came to, as it is reported. */
export function reportLine(order: ProbeOrder, outcome: Outcome): ReportLine {
  const { phases } = outcome;
  return {
    monitor_id: order.monitor_id,
    scheduled_for: formatInstant(order.scheduled_for),
    monitor_version: order.monitor_version,
    started_at: formatInstant(outcome.startedAt),
    verdict: outcome.verdict,
    failure: outcome.failure,
    detail: outcome.detail,
    http_status: outcome.httpStatus,
    phases: {
      dns_ms: phases.dnsMs,
      connect_ms: phases.connectMs,
      tls_ms: phases.tlsMs,
      first_byte_ms: phases.firstByteMs,
      transfer_ms: phases.transferMs,
      total_ms: phases.totalMs,
    },
    suspect: outcome.suspect,
    ...(outcome.findings ? { findings: outcome.findings } : {}),
  };
}

/**
 * The line as it is kept of a time without contact (RULES R3.5): what the lost line itself may have caused is suspect.
 * An answer of the target's own - a success, or a status that failed - cannot come from our being cut off.
 */
export function withoutContact(line: ReportLine): ReportLine {
  const answered = line.verdict !== "down" || line.http_status !== null;
  return answered ? line : { ...line, suspect: true };
}
