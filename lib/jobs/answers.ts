import { engineScope } from "@/lib/auth/scope";
import { forgetAnswers } from "@/lib/operations/idempotency";
import { forgetFeedback } from "@/lib/operations/mail-feedback";
import { forgetAllowances } from "@/lib/operations/rate-limits";
import type { Handler } from "./handlers";

/** Answers kept for a repeated `Idempotency-Key`, allowances nobody has spent from and events of mail providers are of no use after a day. */
export const forgetOldAnswers: Handler = async (_payload, { now }) => {
  await forgetAnswers(engineScope(), now);
  await forgetAllowances(engineScope(), now);
  await forgetFeedback(engineScope(), now);
};
