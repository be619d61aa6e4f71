import { inGlobal } from "@/db/client";
import { deleteSession, findSessionMemberships, insertSession } from "@/db/queries/session";
import type { Role } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { hashToken, newToken } from "@/lib/secret";
import { memberScope } from "./scope";

/** A browser stays signed in this long after it signed in. */
export const sessionLifeMs = 30 * dayMs;

type SignedInUser = { id: string; email: string; name: string | null };
type OrganizationRef = { id: string; slug: string; name: string };
type UserMembership = { organization: OrganizationRef; role: Role };

/** Who presented the cookie, and every organization that lets them in, by slug. */
export type Session = { user: SignedInUser; memberships: UserMembership[]; expiresAt: Ms };

/** A session inside one organization; `scope` is what every operation takes first. */
export type Member = {
  scope: TenantScope;
  role: Role;
  user: SignedInUser;
  organization: OrganizationRef;
  memberships: UserMembership[];
};

/**
 * The cookie that carries the session token. Its name makes browsers take it only from this very host over https
 * where we are, never from a sibling domain, and holds the port, because cookies do not: two installations on one
 * machine must not sign each other out.
 */
export function sessionCookie(): { name: string; secure: boolean } {
  const { protocol, port } = new URL(env().publicUrl);
  const secure = protocol === "https:";
  return { name: `${secure ? "__Host-" : ""}probity${port && `-${port}`}.session`, secure };
}

/** The session a browser's token opens, or null when there is none, it ended or it was signed out. One query. */
export async function findSession(token: string, now: Ms): Promise<Session | null> {
  const rows = await inGlobal((tx) => findSessionMemberships(tx, hashToken(token), now));
  const [first] = rows;
  if (!first) return null;
  const memberships = rows.flatMap(({ organizationId, slug, organizationName, role }) =>
    organizationId && slug && organizationName && role
      ? [{ organization: { id: organizationId, slug, name: organizationName }, role }]
      : [],
  );
  const user = { id: first.userId, email: first.email, name: first.userName };
  return { user, memberships, expiresAt: first.expiresAt };
}

/** The session's membership of the organization at `slug`, or null: strangers see no difference from "not found". */
export async function memberOf(token: string, slug: string, now: Ms): Promise<Member | null> {
  const session = await findSession(token, now);
  const membership = session?.memberships.find((each) => each.organization.slug === slug);
  if (!session || !membership) return null;
  const { organization, role } = membership;
  const scope = memberScope(organization.id, session.user.id, role);
  return { scope, role, organization, user: session.user, memberships: session.memberships };
}

/** Opens a session for a user who has proven their address; the token goes into the cookie and nowhere else. */
export async function startSession(userId: string, now: Ms): Promise<{ token: string; expiresAt: Ms }> {
  const token = newToken("");
  const expiresAt = now + sessionLifeMs;
  await inGlobal((tx) => insertSession(tx, { tokenHash: hashToken(token), userId, expiresAt }));
  return { token, expiresAt };
}

/** Signs out: the token opens nothing from now on. */
export async function endSession(token: string): Promise<void> {
  await inGlobal((tx) => deleteSession(tx, hashToken(token)));
}
