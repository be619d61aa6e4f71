import { z } from "zod";
import { loginAddressInput } from "./address";
import { AppError } from "./errors";
import { pageInput } from "./input";
import { roleInput } from "./member";
import { localeInput } from "./page";
import type { Role } from "./permission";
import { dayMs, type Ms } from "./time";

/** An invitation can be accepted this long. */
export const invitationLifeMs = 7 * dayMs;

/** How often one address may be invited to one organization; a bucket that refills. */
export const invitationLimit = { capacity: 5, perSecond: 1 / 3_600 } as const;

export const createInvitationInput = z.strictObject({
  email: loginAddressInput,
  role: roleInput,
  /** What the mail is written in; English when nobody says. */
  locale: localeInput.optional(),
});
export type CreateInvitationInput = z.output<typeof createInvitationInput>;

export const invitationStatuses = ["open", "accepted", "revoked", "expired"] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

export const listInvitationsInput = pageInput.extend({ status: z.enum(invitationStatuses).optional() });
export type ListInvitationsInput = z.output<typeof listInvitationsInput>;

export type Invitation = {
  id: string;
  email: string;
  role: Role;
  status: InvitationStatus;
  /** The actor's opaque text, as the audit log writes it. */
  invitedBy: string;
  createdAt: Ms;
  expiresAt: Ms;
  acceptedAt: Ms | null;
  revokedAt: Ms | null;
};

type Fate = { acceptedAt: Ms | null; revokedAt: Ms | null; expiresAt: Ms };

export function invitationStatus(invitation: Fate, now: Ms): InvitationStatus {
  if (invitation.acceptedAt !== null) return "accepted";
  if (invitation.revokedAt !== null) return "revoked";
  return invitation.expiresAt <= now ? "expired" : "open";
}

/** What to tell who comes too late. */
export const closedSentence = {
  accepted: "This invitation has been accepted already. Sign in to go on.",
  revoked: "This invitation was taken back. Ask the person who invited you for a new one.",
  expired: "This invitation is older than 7 days. Ask the person who invited you for a new one.",
} as const;

/** Throws `conflict` with what to do unless the invitation can still be accepted. */
export function checkOpen(invitation: Fate, now: Ms): void {
  const status = invitationStatus(invitation, now);
  if (status !== "open") throw new AppError("conflict", closedSentence[status]);
}
