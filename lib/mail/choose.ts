import { createHash } from "node:crypto";
import { senderKind } from "@/lib/domain/delivery";
import type { Env } from "@/lib/env";
import { localSender } from "./local";
import { resendSender } from "./resend";
import type { BatchSender, Sender } from "./sender";
import { smtpSender } from "./smtp";

/** The sender that the environment names. */
export function senderFor(
  env: Pick<Env, "resendApiKey" | "resendBaseUrl" | "smtpUrl">,
): Sender | BatchSender {
  const kind = senderKind(env);
  if (kind === "resend" && env.resendApiKey !== null) {
    // Limits are granted per account, so each key has a pace of its own.
    const account = createHash("sha256").update(env.resendApiKey).digest("hex").slice(0, 8);
    return resendSender(env.resendApiKey, env.resendBaseUrl, { name: `resend:${account}` });
  }
  if (kind === "smtp" && env.smtpUrl !== null) return smtpSender(env.smtpUrl);
  return localSender;
}
