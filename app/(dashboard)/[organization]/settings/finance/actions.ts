"use server";

import { refresh } from "next/cache";
import { act } from "@/app/_server/action";
import type { Fields } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { lockPeriodInput } from "@/lib/domain/accounting-period";
import { financeSettingsInput } from "@/lib/domain/finance-settings";
import { minorOf } from "@/lib/domain/money-text";
import { lockAccountingPeriod } from "@/lib/operations/accounting-periods";
import { setFinanceSettings } from "@/lib/operations/finance-settings";

export async function setFinanceAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: financeSettingsInput,
    read: readSettings,
    run: ({ scope }, input, now) => setFinanceSettings(scope, input, now),
  });
  if (state.status === "done") refresh();
  return state.status === "done" ? { status: "done", data: null } : state;
}

export async function lockPeriodAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: lockPeriodInput,
    read: (fields) => ({ reason: fields.text("reason") }),
    run: ({ scope }, input, now) =>
      lockAccountingPeriod(scope, { ...input, month: String(form.get("id") ?? "") }, now),
  });
  if (state.status === "done") refresh();
  return state.status === "done" ? { status: "done", data: null } : state;
}

const linesOf = (text: string | undefined) =>
  (text ?? "")
    .split(/[\n,;]+/)
    .map((line) => line.trim())
    .filter(Boolean);

function readSettings(fields: Fields) {
  const name = fields.text("name");
  const series = { credit_memo: fields.text("credit_memo"), debit_memo: fields.text("debit_memo") };
  return {
    timezone: fields.text("timezone") ?? "",
    four_eyes: (fields.text("four_eyes") ?? "")
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
      .map(limitOf),
    series,
    legal:
      name === undefined
        ? null
        : {
            name,
            address: fields.text("address") ?? "",
            tax_id: fields.text("tax_id") ?? "",
            registration: fields.text("registration") ?? "",
            contact: fields.text("contact") ?? "",
          },
    report_to: linesOf(fields.text("report_to")),
  };
}

/** "EUR 1,000.00" as a limit; what cannot be read stays text, so that the schema complains about it. */
function limitOf(line: string) {
  const [currency = "", amount = ""] = line.split(/\s+/);
  return {
    currency: currency.toUpperCase(),
    amount_minor: minorOf(amount, currency.toUpperCase()) ?? amount,
  };
}
