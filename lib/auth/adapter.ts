import type { Adapter, AdapterUser } from "next-auth/adapters";
import { inGlobal } from "@/db/client";
import {
  deleteSession,
  findSessionMemberships,
  insertSession,
  takeVerificationToken,
  updateSessionExpiry,
} from "@/db/queries/session";
import { ensureUser, findUser, findUserByEmail, markEmailVerified, type UserRow } from "@/db/queries/user";
import { assert } from "@/lib/domain/errors";
import { newId } from "@/lib/operations/record";
import { hashToken } from "@/lib/secret";

/**
 * next-auth's storage over our tables. Unlike the published adapters it keeps session tokens as SHA-256 only
 * (RULES R8.3); links' tokens reach it hashed already. It stands at the door, so it reads the clock.
 */
export const adapter: Adapter = {
  async createUser({ email }: Omit<AdapterUser, "id">) {
    const now = Date.now();
    const row = { id: newId("user", now), email, name: null, emailVerifiedAt: now, createdAt: now };
    return userView(await inGlobal((tx) => ensureUser(tx, row)));
  },
  async getUser(id) {
    const row = await inGlobal((tx) => findUser(tx, id));
    return row && userView(row);
  },
  async getUserByEmail(email) {
    const row = await inGlobal((tx) => findUserByEmail(tx, email));
    return row && userView(row);
  },
  /** There are no passwords and no outside accounts: an address is the only proof. */
  getUserByAccount: () => null,
  linkAccount: () => undefined,
  /** The library changes one thing about a user: that the address was proven. */
  async updateUser({ id }) {
    const row = await inGlobal((tx) => markEmailVerified(tx, id, Date.now()));
    assert(row, "the library updates users it has just found");
    return userView(row);
  },
  async createSession(session) {
    const { sessionToken, userId, expires } = session;
    const row = { tokenHash: hashToken(sessionToken), userId, expiresAt: expires.getTime() };
    await inGlobal((tx) => insertSession(tx, row));
    return session;
  },
  async getSessionAndUser(sessionToken) {
    const [row] = await inGlobal((tx) => findSessionMemberships(tx, hashToken(sessionToken), Date.now()));
    if (!row) return null;
    const session = { sessionToken, userId: row.userId, expires: new Date(row.expiresAt) };
    return { session, user: { id: row.userId, email: row.email, emailVerified: null } };
  },
  async updateSession({ sessionToken, expires }) {
    if (expires) await inGlobal((tx) => updateSessionExpiry(tx, hashToken(sessionToken), expires.getTime()));
    return null;
  },
  async deleteSession(sessionToken) {
    await inGlobal((tx) => deleteSession(tx, hashToken(sessionToken)));
  },
  /** A link's token is stored with its mail in one transaction, by `requestSignIn`; here there is nothing to add. */
  createVerificationToken: (token) => token,
  async useVerificationToken({ identifier, token }) {
    const row = await inGlobal((tx) => takeVerificationToken(tx, identifier, token));
    return row && { identifier: row.identifier, token: row.tokenHash, expires: new Date(row.expiresAt) };
  },
};

function userView(row: UserRow): AdapterUser {
  const emailVerified = row.emailVerifiedAt === null ? null : new Date(row.emailVerifiedAt);
  return { id: row.id, email: row.email, name: row.name, emailVerified };
}
