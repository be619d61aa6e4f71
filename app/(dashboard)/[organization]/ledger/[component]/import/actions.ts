"use server";

import { redirect } from "next/navigation";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { type FieldError, invalid } from "@/lib/domain/errors";
import { importInput } from "@/lib/domain/import";
import { type PastedHistory, readPastedHistory } from "@/lib/domain/import-text";
import { importHistory } from "@/lib/operations/import";

/** Writes pasted history into a chain: all of it or nothing. */
export async function pasteHistory(_: FormState, form: FormData): Promise<FormState> {
  const component = String(form.get("component"));
  let pasted: PastedHistory = { entries: [], lines: null };
  const state = await act(form, {
    schema: importInput,
    read: (fields) => {
      pasted = readOrRefuse(fields.text("history") ?? "");
      return { source: fields.text("source"), entries: pasted.entries };
    },
    run: async ({ scope, organization }, input, now) => {
      await importHistory(scope, { ...input, component_id: component }, now);
      return `/${organization.slug}/ledger/${component}`;
    },
  });
  if (state.status === "done") redirect(state.data);
  if (state.status !== "refused") return state;
  return { ...state, errors: byLine(state.errors, pasted) };
}

function readOrRefuse(text: string): PastedHistory {
  try {
    return readPastedHistory(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid("history", error.message);
    throw error;
  }
}

/** `entries.3.from` "must be …" → "Line 5, from: must be …", all of them at the one field there is. */
function byLine(errors: Record<string, string>, { lines }: PastedHistory): Record<string, string> {
  const own: Record<string, string> = {};
  const told: string[] = [];
  for (const [path, message] of Object.entries(errors)) {
    const [, index, field] = /^entries(?:\.(\d+))?(?:\.(.+))?$/.exec(path) ?? [];
    if (!path.startsWith("entries")) own[path] = message;
    else told.push(sentence({ path: field ?? "", message }, index, lines));
  }
  return told.length > 0 ? { ...own, history: told.join("\n") } : own;
}

function sentence(
  { path, message }: FieldError,
  index: string | undefined,
  lines: PastedHistory["lines"],
): string {
  if (index === undefined) return `The list ${message}.`;
  const place = lines ? `Line ${lines[Number(index)] ?? "?"}` : `Entry ${Number(index) + 1}`;
  return `${place}${path ? `, ${path}` : ""}: ${message}.`;
}
