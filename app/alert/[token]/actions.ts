"use server";

import { notFound, redirect } from "next/navigation";
import { AppError } from "@/lib/domain/errors";
import { acknowledgeByLink } from "@/lib/operations/alerts";
import { readLinkToken } from "@/lib/signed-link";

/** Whoever holds the link says that somebody looks at it. Only a press does: link scanners only look. */
export async function acknowledgeLinked(form: FormData): Promise<void> {
  const token = String(form.get("token") ?? "");
  const holder = readLinkToken(token);
  if (!holder) notFound();
  try {
    await acknowledgeByLink(holder, Date.now());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "not_found") notFound();
  }
  redirect(`/alert/${token}`);
}
