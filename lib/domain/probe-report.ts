import { z } from "zod";
import { failureWords } from "./check";
import { findings } from "./findings";
import { instantInput } from "./input";

/** Most runs or outcomes of one exchange with a remote probe. */
export const probeBatchMax = 500;

const region = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens")
  .refine((name) => name !== "local" && name !== "beat", "is run by the server itself");

/** Body of `POST /api/probe/claim`: whose runs to give out. `probe` names the process, for the one who looks. */
export const probeClaimInput = z
  .strictObject({
    region,
    limit: z.int().min(1).max(probeBatchMax).default(100),
    probe: z.string().min(1).max(100).default("probe"),
    /** Runs due within that time are given out too; a probe polls about this often. */
    ahead_ms: z.int().min(0).max(30_000).default(1_000),
  })
  .meta({ id: "ProbeClaim" });
export type ProbeClaimInput = z.output<typeof probeClaimInput>;

const phase = z.int().min(0).max(600_000).nullable();
const reported = z.strictObject({
  monitor_id: z.string().min(1).max(100),
  scheduled_for: instantInput,
  monitor_version: z.int().min(1),
  started_at: instantInput,
  verdict: z.enum(["up", "degraded", "down"]),
  failure: z.enum(failureWords).nullable(),
  detail: z.string().max(300).nullable().default(null),
  http_status: z.int().min(100).max(999).nullable().default(null),
  phases: z.strictObject({
    dns_ms: phase,
    connect_ms: phase,
    tls_ms: phase,
    first_byte_ms: phase,
    transfer_ms: phase,
    total_ms: phase,
  }),
  suspect: z.boolean(),
  findings: findings.nullable().optional(),
});

/** Body of `POST /api/probe/report`. A run reported twice is stored once. */
export const probeReportInput = z
  .strictObject({ region, outcomes: z.array(reported).min(1).max(probeBatchMax) })
  .meta({ id: "ProbeReport" });
export type ProbeReportInput = z.output<typeof probeReportInput>;
