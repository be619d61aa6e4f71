import { z } from "zod";
import { type Assertion, assertion, dnsAssertion, latencyAssertion, tlsAssertion } from "./assertion";
import {
  dnsSettings,
  heartbeatSettings,
  httpSettings,
  icmpSettings,
  type ProbeType,
  type SettingsOf,
  tcpSettings,
  tlsSettings,
} from "./check-settings";
import type { Findings } from "./findings";
import { hostComplaint, hostPortComplaint, httpUrlComplaint, nameComplaint } from "./target";
import type { Ms } from "./time";

/** When a verdict is believed (RULES R3.1). */
export const confirmSettings = z
  .strictObject({
    failures: z.int().min(1).max(20).default(2),
    recoveries: z.int().min(1).max(20).default(2),
    quorum: z.int().min(1).max(20).default(1),
  })
  .meta({ id: "Confirm" });
export type Confirm = z.infer<typeof confirmSettings>;

/** What stands in answers where a secret was set; secrets are never shown again. */
export const secretMask = "********";

const complaint = (find: (text: string) => string | null) => (text: string, ctx: z.RefinementCtx) => {
  const message = find(text);
  if (message !== null) ctx.addIssue({ code: "custom", message });
};
const region = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "is lower-case letters, digits and hyphens");

/** The fields every kind of monitor shares. Durations carry their unit in the name. */
const shared = {
  component_id: z.string().min(1).max(100),
  name: z.string().trim().min(1).max(200),
  interval_seconds: z.int().min(10).max(86_400).default(60),
  timeout_ms: z.int().min(100).max(60_000).default(5_000),
  regions: z
    .array(region)
    .min(1)
    .max(20)
    .refine((list) => new Set(list).size === list.length, "names a region twice")
    .default(["local"]),
  degraded_after_ms: z.int().min(1).max(60_000).nullable().default(null),
  confirm: confirmSettings.default({ failures: 2, recoveries: 2, quorum: 1 }),
  down_state: z.enum(["major_outage", "partial_outage"]).default("major_outage"),
};

/** Body of `POST /monitors` and of the form; defaults are filled in, unknown fields refused. */
export const monitorInput = z
  .discriminatedUnion("type", [
    z.strictObject({
      ...shared,
      type: z.literal("http"),
      target: z.string().max(2_000).superRefine(complaint(httpUrlComplaint)),
      settings: httpSettings.prefault({}),
      assertions: z.array(assertion).max(20).default([]),
    }),
    z.strictObject({
      ...shared,
      type: z.literal("tcp"),
      target: z.string().max(300).superRefine(complaint(hostPortComplaint)),
      settings: tcpSettings.prefault({}),
      assertions: z.array(tlsAssertion).max(2).default([]),
    }),
    z.strictObject({
      ...shared,
      type: z.literal("dns"),
      target: z.string().max(255).superRefine(complaint(nameComplaint)),
      settings: dnsSettings.prefault({}),
      assertions: z.array(dnsAssertion).max(2).default([]),
    }),
    z.strictObject({
      ...shared,
      type: z.literal("tls"),
      target: z.string().max(300).superRefine(complaint(hostPortComplaint)),
      settings: tlsSettings.prefault({}),
      assertions: z.array(tlsAssertion).max(2).default([]),
    }),
    z.strictObject({
      ...shared,
      type: z.literal("icmp"),
      target: z.string().max(255).superRefine(complaint(hostComplaint)),
      settings: icmpSettings.prefault({}),
      assertions: z.array(latencyAssertion).max(1).default([]),
    }),
    z.strictObject({
      ...shared,
      type: z.literal("heartbeat"),
      target: z.literal("").default(""),
      settings: heartbeatSettings.prefault({}),
      assertions: z.array(z.never()).max(0).default([]),
    }),
  ])
  .superRefine((input, ctx) => {
    const complain = (path: string[], message: string) => ctx.addIssue({ code: "custom", path, message });
    if (input.timeout_ms > input.interval_seconds * 1_000) {
      complain(["timeout_ms"], "must not be longer than the interval");
    }
    if (input.degraded_after_ms !== null && input.degraded_after_ms >= input.timeout_ms) {
      complain(["degraded_after_ms"], "must be shorter than timeout_ms");
    }
    if (input.type === "http" && input.settings.client_certificate?.key === secretMask) {
      complain(["settings", "client_certificate", "key"], "is masked; write its value");
    }
    if (input.confirm.quorum > input.regions.length) {
      complain(["confirm", "quorum"], "cannot be more than the number of regions");
    }
  })
  .meta({ id: "MonitorInput" });
export type MonitorInput = z.infer<typeof monitorInput>;

/**
 * Body of `PATCH /monitors/{id}`: laid over what is stored, then parsed whole with {@link monitorInput}, so that
 * rules between fields hold. Kind and component never change.
 */
export const monitorPatch = z
  .strictObject({
    name: shared.name,
    target: z.string().max(2_000),
    interval_seconds: z.int(),
    timeout_ms: z.int(),
    regions: z.array(z.string()),
    settings: z.record(z.string(), z.unknown()),
    assertions: z.array(z.record(z.string(), z.unknown())),
    degraded_after_ms: z.int().nullable(),
    confirm: z.record(z.string(), z.unknown()),
    down_state: z.string(),
  })
  .partial()
  .meta({ id: "MonitorPatch" });

/** What one run needs beyond its target; `settings` and `assertions` as stored. */
export type RunSettings<T extends ProbeType = ProbeType> = {
  timeoutMs: number;
  degradedAfterMs: number | null;
  settings: SettingsOf[T];
  assertions: readonly Assertion[];
};

/** Why a run failed, and the sentence a person reads. Closed: text is always derived from the word. */
const failureTexts = {
  dns_not_found: "The name does not exist.",
  dns_timeout: "The name was not resolved in time.",
  dns_failed: "The name server answered with an error.",
  private_address: "The target is a private or reserved address, which checks may not reach.",
  connect_refused: "The connection was refused.",
  connect_timeout: "The connection was not made in time.",
  connect_unreachable: "The host or network cannot be reached.",
  connect_reset: "The connection was closed before the answer was complete.",
  tls_invalid: "The certificate is not valid for this name, or its issuer is not trusted.",
  tls_expired: "The certificate has expired or is not valid yet.",
  tls_timeout: "The TLS handshake did not finish in time.",
  tls_failed: "The TLS handshake failed.",
  read_timeout: "The answer was not complete in time.",
  too_large: "The answer is larger than the check may read.",
  unexpected_answer: "The answer is not what was expected.",
  certificate_revoked: "The certificate has been revoked.",
  no_reply: "The host did not reply to the echo request in time.",
  too_many_redirects: "The target redirects too often.",
  bad_redirect: "The target redirects to an address that cannot be followed.",
  protocol_error: "The answer breaks the rules of its protocol.",
  assertion_failed: "The answer does not satisfy an assertion.",
  heartbeat_late: "The heartbeat did not arrive in time.",
  heartbeat_failed: "The job reported a failure.",
  probe_failed: "The check could not be run here; this says nothing about the target.",
  cancelled: "The check was stopped before it finished; this says nothing about the target.",
} as const;
export type FailureWord = keyof typeof failureTexts;
export const failureWords = Object.keys(failureTexts) as readonly FailureWord[];

/** The sentence for people. */
export function failureText(word: FailureWord): string {
  return failureTexts[word];
}

/** A failure as it was kept: a sentence where it is one of our words, else what the other side said. */
export function spokenFailure(kept: string): string {
  const word = failureWords.find((each) => each === kept);
  return word === undefined ? kept : failureText(word);
}

/** Whole milliseconds of each phase, summed over redirects; null where the phase did not take place. */
export type Phases = {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
  transferMs: number | null;
  totalMs: number | null;
};

/**
 * The raw result of one run. `ok` is true for up and degraded. `detail` (≤ 300 characters) says which assertion,
 * certificate or address. A `suspect` outcome is kept but counts for nothing (RULES R3.2, R3.5).
 */
export type Outcome = {
  startedAt: Ms;
  verdict: "up" | "degraded" | "down";
  ok: boolean;
  failure: FailureWord | null;
  detail: string | null;
  httpStatus: number | null;
  phases: Phases;
  suspect: boolean;
  /** What it found besides; absent for most runs. */
  findings?: Findings | null;
};
