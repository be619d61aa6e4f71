"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { act } from "@/app/_server/action";
import type { FormState } from "@/app/_server/form-state";
import { pageCreateInput, pagePatchInput } from "@/lib/domain/page";
import type { PageDomain } from "@/lib/domain/page-domain";
import { verifyPageDomain } from "@/lib/jobs/domains";
import { archivePage, createPage, updatePage } from "@/lib/operations/pages";
import { readPage } from "./_form/read";

const nothing = z.strictObject({});

export async function createPageAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: pageCreateInput,
    read: readPage,
    run: ({ scope }, input, now) => createPage(scope, input, now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${state.data.id}`);
  return state;
}

export async function updatePageAction(_: FormState, form: FormData): Promise<FormState> {
  const [id, ifMatch] = [idOf(form), Number(form.get("version"))];
  const state = await act(form, {
    schema: pagePatchInput,
    read: readPage,
    run: ({ scope }, patch, now) => updatePage(scope, { id, patch, ifMatch }, now),
  });
  if (state.status === "done") redirect(`${pathOf(form)}/${id}`);
  return state;
}

/** Looks at the domain's DNS records. */
export async function verifyDomainAction(_: FormState<PageDomain>, form: FormData) {
  return act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => verifyPageDomain(scope, idOf(form), now),
  });
}

export async function archivePageAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await act(form, {
    schema: nothing,
    read: () => ({}),
    run: ({ scope }, _input, now) => archivePage(scope, { id: idOf(form) }, now),
  });
  if (state.status === "done") redirect(pathOf(form));
  return state;
}

function idOf(form: FormData): string {
  return String(form.get("id") ?? "");
}

function pathOf(form: FormData): string {
  return `/${String(form.get("organization") ?? "")}/pages`;
}
