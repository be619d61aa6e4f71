import { forbidden, notFound, redirect } from "next/navigation";
import { memberScope } from "@/lib/auth/scope";
import type { Page } from "@/lib/domain/input";
import type { ListOutboxInput, OutboxMessage } from "@/lib/domain/notice";
import {
  getMachineOutboxMessage,
  getOutboxMessage,
  hasLocalOutbox,
  listMachineOutbox,
  listOutbox,
} from "@/lib/operations/outbox";
import { currentSession, isFromMachine } from "../(auth)/visitor";

/** What this visitor may see of the local outbox. */
export type OutboxReader = {
  list(input: ListOutboxInput): Promise<Page<OutboxMessage>>;
  find(id: string): Promise<OutboxMessage>;
};

/**
 * The whole outbox for who sits at the machine, the organization's for an admin from elsewhere (the first by slug
 * unless `organization` names another); others are sent to sign in.
 */
export async function outboxReader(organization: string): Promise<OutboxReader> {
  if (!hasLocalOutbox()) notFound();
  if (await isFromMachine()) return { list: listMachineOutbox, find: getMachineOutboxMessage };
  const session = await currentSession();
  if (!session) redirect("/sign-in?callbackUrl=%2Foutbox");
  const scopes = session.memberships
    .filter((each) => organization === "" || each.organization.slug === organization)
    .map((each) => memberScope(each.organization.id, session.user.id, each.role));
  const scope = scopes.find((each) => each.grants.has("admin"));
  if (!scope) forbidden();
  return { list: (input) => listOutbox(scope, input), find: (id) => getOutboxMessage(scope, id) };
}
