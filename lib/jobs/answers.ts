import { engineScope } from "@/lib/auth/scope";
import { forgetAnswers } from "@/lib/operations/idempotency";
import { forgetAllowances } from "@/lib/operations/rate-limits";
import type { Handler } from "./handlers";

/** Answers kept for a repeated `Idempotency-Key`, and allowances nobody has spent from, are of no use after a day. */
export const forgetOldAnswers: Handler = async (_payload, { now }) => {
  await forgetAnswers(engineScope(), now);
  await forgetAllowances(engineScope(), now);
};
