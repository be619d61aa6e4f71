"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import { fieldsOf } from "@/app/_server/form";
import type { FormState } from "@/app/_server/form-state";
import { monitorInput } from "@/lib/domain/check";
import { checkTypes } from "@/lib/domain/check-settings";
import { monitorChange, type StoredOutcome } from "@/lib/domain/monitor";
import { runMonitorNow } from "@/lib/jobs/run-now";
import { archiveMonitor, createMonitor, updateMonitor } from "@/lib/operations/monitors";
import { moveToFields, readMonitorChange, readMonitorInput } from "./_form/read";

const nothing = z.strictObject({});

export async function createMonitorAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: monitorInput,
    read: readMonitorInput,
    run: ({ scope }, input, now) => createMonitor(scope, input, now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${state.data.id}`);
  return atFields(state, form);
}

export async function updateMonitorAction(_: FormState, form: FormData): Promise<FormState> {
  const type = checkTypes.find((known) => known === form.get("type")) ?? "http";
  const id = idOf(form);
  const ifMatch = Number(form.get("version"));
  const state = await act(form, {
    schema: monitorChange,
    read: readMonitorChange(type),
    run: ({ scope }, change, now) => updateMonitor(scope, { id, change, ifMatch }, now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${id}`);
  return atFields(state, form);
}

/** Pauses or resumes, as the button's own value says. */
export async function pauseMonitorAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: monitorChange,
    read: (fields) => ({ paused: fields.text("paused") === "true" }),
    run: ({ scope }, change, now) => updateMonitor(scope, { id: idOf(form), change }, now),
  });
  refresh();
  return state;
}

export async function archiveMonitorAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => archiveMonitor(scope, { id: idOf(form) }, now),
  });
  if (state.status === "done") redirect(pathOf(form));
  return state;
}

/** One run, now. Its outcome is kept and shown, and counts for no verdict. */
export async function runMonitorAction(_: FormState<StoredOutcome>, form: FormData) {
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => runMonitorNow(scope, idOf(form), now),
  });
  refresh();
  return state;
}

function idOf(form: FormData): string {
  return String(form.get("id") ?? "");
}

function pathOf(form: FormData): string {
  return `/${String(form.get("organization") ?? "")}/monitors`;
}

function atFields(state: FormState, form: FormData): FormState {
  if (state.status !== "refused") return state;
  return { ...state, errors: moveToFields(state.errors, fieldsOf(form)) };
}
