import { engineScope } from "@/lib/auth/scope";
import { forgetAnswers } from "@/lib/operations/idempotency";
import type { Handler } from "./handlers";

/** Answers kept for a repeated `Idempotency-Key` are of no use after a day. */
export const forgetOldAnswers: Handler = (_payload, { now }) => forgetAnswers(engineScope(), now);
