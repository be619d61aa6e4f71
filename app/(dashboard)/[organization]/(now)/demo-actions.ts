"use server";

import { refresh } from "next/cache";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { demoHealthInput } from "@/lib/domain/demo";
import { setDemoHealth } from "@/lib/operations/demo";

/** Breaks or mends a service of the demo. */
export async function switchDemoService(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: demoHealthInput,
    run: ({ scope }, input, now) => setDemoHealth(scope, input, now),
  });
  refresh();
  return state;
}
