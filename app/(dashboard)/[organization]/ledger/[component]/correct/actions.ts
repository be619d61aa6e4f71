"use server";

import { redirect } from "next/navigation";
import { act } from "@/app/_server/action";
import type { Fields } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { readPreferences } from "@/app/_server/preferences";
import { type CorrectionInput, correctionInput } from "@/lib/domain/correction-input";
import { parseLocal } from "@/lib/domain/local-time";
import { formatInstant } from "@/lib/domain/time";
import { correctLedger, type MonthEffect } from "@/lib/operations/correction";

/** What a correction would change, beside what had been typed. */
export type Previewed = { effect: MonthEffect[]; typed: Record<string, string> };

/** Shows what a correction would change, or writes it, by the button that was pressed. */
export async function correct(_: FormState<Previewed>, form: FormData): Promise<FormState<Previewed>> {
  const { zone } = await readPreferences();
  const component = String(form.get("component"));
  const isWriting = form.get("intent") === "write";
  let written = "";
  const state = await act(form, {
    schema: correctionInput,
    read: (fields) => correctionOf(fields, zone),
    run: async ({ scope, organization }, input: CorrectionInput, now) => {
      const request = { ...input, component_id: component, dry_run: !isWriting };
      const { entry, effect } = await correctLedger(scope, request, now);
      if (entry) written = `/${organization.slug}/ledger/${component}?seq=${entry.seq}#entry-${entry.seq}`;
      return { effect, typed: typedIn(form) };
    },
  });
  if (written !== "") redirect(written);
  return state;
}

/** Fields of time speak the viewer's zone; REST speaks RFC 3339. What cannot be read stays, to be complained about. */
function correctionOf(fields: Fields, zone: string): unknown {
  const instant = (name: string) => {
    const text = fields.text(name);
    const at = text === undefined ? null : parseLocal(text, zone);
    return at === null ? text : formatInstant(at);
  };
  return {
    from: instant("from"),
    to: instant("to"),
    state: fields.text("state"),
    cause: fields.text("cause"),
    affected_ratio: fields.text("affected_ratio"),
    reason: fields.text("reason") ?? "",
    supersedes: fields.number("supersedes"),
  };
}

function typedIn(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form)
    if (typeof value === "string" && !name.startsWith("$")) typed[name] = value;
  return typed;
}
