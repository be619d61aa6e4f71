import { inTenant } from "@/db/client";
import { readWarningSettings, saveWarningSettings } from "@/db/queries/contact";
import { nameCustomers } from "@/db/queries/customer";
import {
  decideWarnings,
  findWarning,
  listWarnings as listRows,
  lockWarning,
  type WarningRow,
} from "@/db/queries/warning";
import {
  cautiousSettings,
  type WarningSettings,
  type WarningSettingsInput,
  type WarningState,
} from "@/lib/domain/contact";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import type { CustomerWarning } from "@/lib/domain/told";
import type { WarningCause } from "@/lib/domain/warning";
import { audit } from "./record";
import { sendWarning } from "./warning-mail";

export function getWarningSettings(scope: TenantScope): Promise<WarningSettings> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => (await readWarningSettings(tx)) ?? cautiousSettings);
}

export function setWarningSettings(
  scope: TenantScope,
  input: WarningSettingsInput,
  now: Ms,
): Promise<WarningSettings> {
  permit(scope, "finance");
  const { mode, tells_credit: tellsCredit, next_steps: nextSteps } = input;
  return inTenant(scope, async (tx) => {
    const before = (await readWarningSettings(tx)) ?? cautiousSettings;
    const after = { mode, tellsCredit, nextSteps };
    await saveWarningSettings(tx, after, now);
    const act = { action: "warnings.settings", objectType: "organization", objectId: tx.organizationId };
    await audit(tx, scope, { ...act, before, after }, now);
    return after;
  });
}

/** A message that waits for a person, or waited. `message` is what its contacts read, word for word. */
export type WarningView = {
  id: string;
  customerId: string;
  customer: string;
  phase: WarningCause["phase"];
  incidentId: string | null;
  state: WarningState;
  message: CustomerWarning;
  createdAt: Ms;
  decidedAt: Ms | null;
  decidedBy: string | null;
};

type Stored = { warning: CustomerWarning; cause: WarningCause };

function viewOf(row: WarningRow, customer: string): WarningView {
  // What was stored is what `customer-warnings` laid before us.
  const { warning, cause } = row.message as Stored;
  const { id, customerId, state, createdAt, decidedAt, decidedBy } = row;
  const { phase, incidentId } = cause;
  return {
    id,
    customerId,
    customer,
    phase,
    incidentId,
    state,
    message: warning,
    createdAt,
    decidedAt,
    decidedBy,
  };
}

/** Newest first. */
export function listWarnings(
  scope: TenantScope,
  input: { limit: number; cursor?: string | undefined; state?: WarningState | undefined },
): Promise<Page<WarningView>> {
  permit(scope, "finance");
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, before }, { state: input.state });
    const page = pageOf(rows, input.limit, (row) => [row.id]);
    const named = await nameCustomers(tx, [...new Set(page.items.map((row) => row.customerId))]);
    const names = new Map(named.map(({ id, name }) => [id, name]));
    return { ...page, items: page.items.map((row) => viewOf(row, names.get(row.customerId) ?? "")) };
  });
}

export function getWarning(scope: TenantScope, id: string): Promise<WarningView> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const row = await findWarning(tx, id);
    if (!row) throw notFound("message");
    const [customer] = await nameCustomers(tx, [row.customerId]);
    return viewOf(row, customer?.name ?? "");
  });
}

/** Sends a message that waits, exactly as it was shown. Returns how many contacts are written to. */
export function approveWarning(scope: TenantScope, id: string, now: Ms): Promise<{ recipients: number }> {
  return decide(scope, id, "sent", now);
}

/** Lets a message go; its contacts are not told. */
export function discardWarning(scope: TenantScope, id: string, now: Ms): Promise<{ recipients: number }> {
  return decide(scope, id, "discarded", now);
}

function decide(
  scope: TenantScope,
  id: string,
  state: "sent" | "discarded",
  now: Ms,
): Promise<{ recipients: number }> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const row = await lockWarning(tx, id);
    if (!row) throw notFound("message");
    if (row.state !== "waiting") throw new AppError("conflict", decidedSentence[row.state]);
    const { warning: message, cause } = row.message as Stored;
    const { customerId, factId } = row;
    const recipients =
      state === "sent" ? await sendWarning(tx, { customerId, factId, message, cause }, now) : 0;
    await decideWarnings(tx, [id], { state, decidedAt: now, decidedBy: actorText(scope.actor) });
    const act = { action: `warning.${state}`, objectType: "warning", objectId: id };
    await audit(tx, scope, { ...act, after: { customer_id: customerId, recipients } }, now);
    return { recipients };
  });
}

const decidedSentence: Record<Exclude<WarningState, "waiting">, string> = {
  sent: "This message was sent already.",
  discarded: "This message was discarded already.",
  outdated: "This outage is over; its end has a message of its own.",
};
