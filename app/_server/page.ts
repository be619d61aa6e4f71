import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import type { z } from "zod";
import type { Member } from "@/lib/auth/session";
import { AppError } from "@/lib/domain/errors";
import type { Grant } from "@/lib/domain/permission";
import type { Ms } from "@/lib/domain/time";
import { identify } from "./member";
import { readPreferences } from "./preferences";

/** What every screen starts from. `zone` is the viewer's IANA time zone. */
export type MemberPage = Member & { now: Ms; zone: string };

/**
 * Who looks at a screen of the organization in the path. A stranger is sent to sign in and comes back here; another
 * tenant's or an unknown organization does not exist (404); a role without `grant` is told so (403).
 */
export async function memberPage(
  params: Promise<{ organization: string }>,
  grant: Grant = "read",
): Promise<MemberPage> {
  const { organization } = await params;
  const identity = await identify(organization);
  if (identity.member === null) {
    if (identity.signedIn) notFound();
    redirect(await signInPath(organization));
  }
  if (!identity.member.scope.grants.has(grant)) forbidden();
  const { zone } = await readPreferences();
  return { ...identity.member, now: Date.now(), zone };
}

/** Sign-in that leads back to the page asked for (proxy.ts names it). */
export async function signInPath(organization: string): Promise<string> {
  const path = (await headers()).get("x-probity-path") ?? `/${organization}`;
  return `/sign-in?callbackUrl=${encodeURIComponent(path)}`;
}

/**
 * An operation's answer on a screen: what the reader may not see, or addressed wrongly, does not exist (404), what
 * the role may not do is said so (403).
 */
export async function shown<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "not_found" || error.code === "invalid") notFound();
    if (error.code === "forbidden") forbidden();
    throw error;
  }
}

/** The search parameters of a request as Next hands them over. */
export type Search = Promise<Record<string, string | string[] | undefined>>;

/**
 * A screen's filters, read from the address by the schema REST uses. What the schema does not know or cannot read is
 * left out: an old link shows an unfiltered list rather than nothing. `fixed` is what the address may not say.
 */
export async function readSearch<Schema extends z.ZodObject>(
  schema: Schema,
  search: Search,
  fixed: Record<string, string> = {},
): Promise<z.output<Schema>> {
  const given = await search;
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const value = given[name];
    if (typeof value === "string" && value !== "" && isReadable(field, value)) values[name] = value;
  }
  return schema.parse({ ...values, ...fixed });
}

function isReadable(field: unknown, value: string): boolean {
  return (field as z.ZodType).safeParse(value).success;
}
