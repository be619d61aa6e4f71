"use server";

import { redirect } from "next/navigation";
import { endSession, startSession } from "@/lib/auth/session";
import { parseInput } from "@/lib/domain/complaint";
import { AppError } from "@/lib/domain/errors";
import { localPath, signInInput } from "@/lib/domain/sign-in";
import { acceptInvitation, previewInvitation } from "@/lib/operations/invitations";
import { requestSignIn } from "@/lib/operations/sign-in";
import {
  browserLocale,
  currentSession,
  forgetSession,
  keepSession,
  requestOrigin,
  sessionToken,
} from "./visitor";

/** Asks for a sign-in link; whoever the address belongs to, the answer is the same. */
export async function signIn(form: FormData): Promise<void> {
  const email = textOf(form, "email");
  const callbackUrl = localPath(textOf(form, "callbackUrl"));
  const complaint = await complaintOf(() => ask(parseInput(signInInput, { email }).email, callbackUrl));
  if (complaint === null) redirect("/sign-in/sent");
  redirect(`/sign-in?${new URLSearchParams({ callbackUrl, email, problem: complaint })}`);
}

/** Ends the session; with `next`, goes on there (an invitation for somebody else). */
export async function signOut(form: FormData): Promise<void> {
  const token = await sessionToken();
  if (token !== null) await endSession(token);
  await forgetSession();
  const next = localPath(textOf(form, "next"));
  redirect(next === "/" ? "/sign-in" : next);
}

/** Joins the organization of an invitation's link; a new person is signed in by it. */
export async function join(form: FormData): Promise<void> {
  const token = textOf(form, "token");
  const session = await currentSession();
  const now = Date.now();
  let slug = "";
  const complaint = await complaintOf(async () => {
    const joined = await acceptInvitation(token, session?.user.id ?? null, now);
    slug = joined.slug;
    if (session === null) await keepSession(await startSession(joined.userId, now));
  });
  if (complaint === null) redirect(`/${slug}`);
  redirect(`/invitations/${encodeURIComponent(token)}?${new URLSearchParams({ problem: complaint })}`);
}

/** Mails a sign-in link that leads back to the invitation, to the invited address alone. */
export async function signInToJoin(form: FormData): Promise<void> {
  const token = textOf(form, "token");
  const here = `/invitations/${encodeURIComponent(token)}`;
  const complaint = await complaintOf(async () => {
    const preview = await previewInvitation(token, Date.now());
    if (preview) await ask(preview.invitation.email, here);
  });
  if (complaint === null) redirect("/sign-in/sent");
  redirect(`${here}?${new URLSearchParams({ problem: complaint })}`);
}

async function ask(email: string, callbackPath: string): Promise<void> {
  const { client } = await requestOrigin();
  const locale = await browserLocale();
  await requestSignIn({ email, callbackPath, client, locale }, Date.now());
}

/** Null when it worked, else the sentence for the form; whatever is no broken rule goes up. */
async function complaintOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "internal") throw error;
    return error.message;
  }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
