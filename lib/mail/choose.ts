import { senderKind } from "@/lib/domain/delivery";
import type { Env } from "@/lib/env";
import { localSender } from "./local";
import { resendSender } from "./resend";
import type { Sender } from "./sender";
import { smtpSender } from "./smtp";

/** The sender that the environment names. */
export function senderFor(env: Pick<Env, "resendApiKey" | "resendBaseUrl" | "smtpUrl">): Sender {
  const kind = senderKind(env);
  if (kind === "resend" && env.resendApiKey !== null)
    return resendSender(env.resendApiKey, env.resendBaseUrl);
  if (kind === "smtp" && env.smtpUrl !== null) return smtpSender(env.smtpUrl);
  return localSender;
}
