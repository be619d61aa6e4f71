import { cookies } from "next/headers";
import { cache } from "react";
import { findSession, type Member, memberOf, sessionCookie } from "@/lib/auth/session";

/** What became of the question who asks: a member, somebody from elsewhere, or nobody known. */
export type Identity = { member: Member } | { member: null; signedIn: boolean };

/** Who asks for the organization at `slug`; asked of the database once per request. */
export const identify = cache(async (slug: string): Promise<Identity> => {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  if (!token) return { member: null, signedIn: false };
  const now = Date.now();
  const member = await memberOf(token, slug, now);
  if (member) return { member };
  return { member: null, signedIn: (await findSession(token, now)) !== null };
});
