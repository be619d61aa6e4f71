import { z } from "zod";
import { failureWords } from "./check";
import { findings } from "./findings";
import { instantInput } from "./input";

/** Most runs or outcomes of one exchange with a remote probe. */
export const probeBatchMax = 500;

/** What both ends speak; grows when an older probe can no longer do all that is asked of it. */
export const probeProtocol = 2;

const region = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens")
  .refine((name) => name !== "local" && name !== "beat", "is run by the server itself");

const probeName = z.string().min(1).max(100);
const maxSkewMs = Number.MAX_SAFE_INTEGER;

/** Body of `POST /api/probe/claim`: whose runs to give out. `probe` names the process, for the one who looks. */
export const probeClaimInput = z
  .strictObject({
    region,
    limit: z.int().min(1).max(probeBatchMax).default(100),
    probe: probeName.default("probe"),
    /** The probe's own release. */
    version: z.string().max(40).default(""),
    protocol: z.int().min(0).max(1_000).default(0),
    /** The probe's clock as it sent this; a first sign of one that is off. */
    clock: instantInput.optional(),
    /** How far its clock is ahead of ours, as it measured over earlier exchanges. */
    skew_ms: z.int().min(-maxSkewMs).max(maxSkewMs).nullable().default(null),
    /** Runs it has taken and not yet ended, and how many it takes at most. */
    outstanding: z.int().min(0).max(1_000_000).default(0),
    capacity: z.int().min(0).max(1_000_000).nullable().default(null),
    /** A goodbye: it is given nothing, and what it was given and has not run is given to others. */
    leaving: z.boolean().default(false),
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
  .strictObject({
    region,
    probe: probeName.optional(),
    outcomes: z.array(reported).min(1).max(probeBatchMax),
  })
  .meta({ id: "ProbeReport" });
export type ProbeReportInput = z.output<typeof probeReportInput>;
