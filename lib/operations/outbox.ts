import { inEngine, inTenant } from "@/db/client";
import { ownMemberEmails } from "@/db/queries/membership";
import { findOutboxMessage, listOutboxMessages, type OutboxView } from "@/db/queries/outbox";
import { engineScope } from "@/lib/auth/scope";
import { addressKey } from "@/lib/domain/address";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { senderKind } from "@/lib/domain/delivery";
import { notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import type { ListOutboxInput, OutboxMessage } from "@/lib/domain/notice";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { env } from "@/lib/env";

/** Whether mail lands in the local outbox, because the environment names no other sender. */
export function hasLocalOutbox(): boolean {
  return senderKind(env()) === "local";
}

/**
 * Mail of the organization, and sign-in mail to its own members' addresses; newest first. A member of another
 * organization too is left out: their link opens that one as well. `not_found` when mail leaves the machine.
 */
export async function listOutbox(scope: TenantScope, input: ListOutboxInput): Promise<Page<OutboxMessage>> {
  return await list(await viewOf(scope), input);
}

export async function getOutboxMessage(scope: TenantScope, id: string): Promise<OutboxMessage> {
  return await find(await viewOf(scope), id);
}

/**
 * The whole outbox, for who sits at the machine itself. The caller has made sure that the request comes from it:
 * this takes no scope, because nobody need be signed in to read the mail that signs them in.
 */
export async function listMachineOutbox(input: ListOutboxInput): Promise<Page<OutboxMessage>> {
  return await list("all", input);
}

/** One message of the whole outbox; as `listMachineOutbox`. */
export async function getMachineOutboxMessage(id: string): Promise<OutboxMessage> {
  return await find("all", id);
}

async function viewOf(scope: TenantScope): Promise<OutboxView> {
  permit(scope, "admin");
  const addresses = await inTenant(scope, ownMemberEmails);
  return { organizationId: scope.organizationId, addresses };
}

async function list(view: OutboxView, input: ListOutboxInput): Promise<Page<OutboxMessage>> {
  requireLocalOutbox();
  const { limit, cursor, to, q } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, ["string"])[0]);
  const rows = await inEngine(engineScope(), (tx) =>
    listOutboxMessages(
      tx,
      view,
      { limit: limit + 1, before },
      { to: to === undefined ? undefined : addressKey(to), q },
    ),
  );
  return pageOf(rows, limit, (message) => [message.id]);
}

async function find(view: OutboxView, id: string): Promise<OutboxMessage> {
  requireLocalOutbox();
  const message = await inEngine(engineScope(), (tx) => findOutboxMessage(tx, view, id));
  if (!message) throw notFound("message");
  return message;
}

function requireLocalOutbox(): void {
  if (!hasLocalOutbox()) throw notFound("outbox");
}
