"use server";

import { z } from "zod";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { type VerifyView, verifyLedger } from "@/lib/operations/verify";

const verifyForm = z.strictObject({ component_id: z.string().max(100).optional() });

/** What a verification found, and how long it took. */
export type Verified = VerifyView & { entries: number; tookMs: number };

/** Verifies one component's chain, or all of them, against everything that was kept of them. */
export async function verifyChains(_: FormState<Verified>, form: FormData): Promise<FormState<Verified>> {
  return act(form, {
    schema: verifyForm,
    run: async ({ scope }, input, now) => {
      const startedAt = performance.now();
      const view = await verifyLedger(scope, input, now);
      const entries = view.components.reduce((sum, chain) => sum + chain.entries, 0);
      return { ...view, entries, tookMs: Math.round(performance.now() - startedAt) };
    },
  });
}
