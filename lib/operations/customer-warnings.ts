import { inTenant, type TenantTx } from "@/db/client";
import { listeningContacts, readCustomerModes, readWarningSettings } from "@/db/queries/contact";
import { nameCustomers } from "@/db/queries/customer";
import { findPublicIncident } from "@/db/queries/incident";
import { hasOutages } from "@/db/queries/incident-outage";
import { ownOrganization } from "@/db/queries/organization";
import { coverAddresses, knownFacts } from "@/db/queries/told-once";
import { insertWarning, outdateWarnings, type Reached, statementsOver } from "@/db/queries/warning";
import { cautiousSettings } from "@/lib/domain/contact";
import type { OutageGroup } from "@/lib/domain/outage-group";
import type { TenantScope } from "@/lib/domain/scope";
import type { WarningMode } from "@/lib/domain/subscriber";
import type { Ms } from "@/lib/domain/time";
import type { CustomerWarning } from "@/lib/domain/told";
import { declaredCause, type WarningCause, warningCause, warningFact } from "@/lib/domain/warning";
import { enqueue } from "@/lib/jobs/queue";
import { warnedReason } from "./announcements";
import { newId } from "./record";
import { sameFact } from "./same-fact";
import { figuresByStatement } from "./warning-figures";
import { sendWarning } from "./warning-mail";

/**
 * Tells the contacts of customers whose contracts cover what is down, with their own numbers. The numbers are computed
 * by a job of its own, a moment later and without the locks of this transaction; here their place is kept: who is told
 * its own numbers gets no second copy of the same fact as a subscriber (RULES R7.1).
 */
export async function warnCustomers(tx: TenantTx, groups: readonly OutageGroup[], now: Ms): Promise<void> {
  for (const group of groups) {
    const cause = warningCause(group);
    if (cause !== null) await askToWarn(tx, cause, now, now);
  }
}

/**
 * The same of an incident that a person published with a word that subscribers are told: it leaves when that word can
 * no longer be taken back. Where monitors stand behind the incident, their outages say it.
 */
export async function warnOfDeclared(
  tx: TenantTx,
  incidentId: string,
  { holdMs }: { holdMs: Ms },
  now: Ms,
): Promise<void> {
  const incident = await findPublicIncident(tx, incidentId);
  const cause = incident && declaredCause(incident);
  if (!cause || (await hasOutages(tx, incidentId))) return;
  await askToWarn(tx, cause, now + holdMs, now);
}

async function askToWarn(tx: TenantTx, cause: WarningCause, runAt: Ms, now: Ms): Promise<void> {
  await keepPlace(tx, cause, now);
  const { organizationId } = tx;
  const jobKey = `warnings:${organizationId}:${cause.groupId}:${cause.phase}`;
  await enqueue(
    tx,
    "warnCustomers",
    { organizationId, cause: JSON.stringify(cause) },
    { now, runAt, jobKey },
  );
}

/** What was published in the same breath waits for nobody whose own message is on its way. */
async function keepPlace(tx: TenantTx, cause: WarningCause, now: Ms): Promise<void> {
  const fact = await sameFact(tx, cause);
  if (fact === null) return;
  const modes = await modesOf(tx, await statementsOver(tx, cause.componentIds, instantOf(cause, now)));
  const automatic = [...modes].filter(([, mode]) => mode === "automatic").map(([id]) => id);
  const contacts = await listeningContacts(tx, automatic, "outages");
  const copies = contacts.map(({ email, addressKey }) => ({
    id: newId("delivery", now),
    address: email,
    addressKey,
  }));
  await coverAddresses(tx, copies, { ...fact, reason: warnedReason }, now);
}

function instantOf({ endedAt }: WarningCause, now: Ms): Ms {
  return endedAt === null ? now : Math.min(now, endedAt);
}

/** Per customer whether it is warned by itself, after a look, or not at all. */
async function modesOf(tx: TenantTx, reached: readonly Reached[]): Promise<Map<string, WarningMode>> {
  const ids = [...new Set(reached.map(({ customerId }) => customerId))];
  const { mode } = (await readWarningSettings(tx)) ?? cautiousSettings;
  const own = await readCustomerModes(tx, ids);
  return new Map(ids.map((id) => [id, own.get(id) ?? mode]));
}

/** Composes one message per customer from its running statements, and sends it or lays it before a person. */
export function prepareWarnings(scope: TenantScope, cause: WarningCause, now: Ms): Promise<void> {
  return inTenant(scope, async (tx) => {
    if (cause.isDeclared && !(await stillStands(tx, cause))) return;
    const reached = await concernedBy(tx, cause, now);
    const modes = await modesOf(tx, reached);
    const asked = reached.filter(({ customerId }) => modes.get(customerId) !== "off");
    const contacts = await listeningContacts(
      tx,
      [...new Set(asked.map(({ customerId }) => customerId))],
      "outages",
    );
    const listening = new Set(contacts.map(({ customerId }) => customerId));
    const told = asked.filter(({ customerId }) => listening.has(customerId));
    for (const [customerId, message] of await messagesOf(tx, cause, told, now)) {
      const warning = { customerId, factId: warningFact(cause, customerId), message, cause };
      if (cause.phase === "ended") await outdateWarnings(tx, { groupId: cause.groupId, customerId }, now);
      if (modes.get(customerId) === "automatic") await sendWarning(tx, warning, now);
      else await layBefore(tx, warning, now);
    }
  });
}

/** A word that was taken back meanwhile, or overtaken by another, warns nobody. */
async function stillStands(tx: TenantTx, { incidentId, phase, endedAt }: WarningCause): Promise<boolean> {
  const incident = incidentId === null ? null : await findPublicIncident(tx, incidentId);
  const cause = incident && declaredCause(incident);
  return cause?.phase === phase && cause.endedAt === endedAt;
}

/** Of an end that a person says only customers hear that the beginning was meant for. */
async function concernedBy(tx: TenantTx, cause: WarningCause, now: Ms): Promise<Reached[]> {
  const reached = await statementsOver(tx, cause.componentIds, instantOf(cause, now));
  if (!cause.isDeclared || cause.phase === "opened") return reached;
  const beginning = { ...cause, phase: "opened", endedAt: null } as const;
  const factOf = ({ customerId }: Reached) => warningFact(beginning, customerId);
  const known = await knownFacts(tx, reached.map(factOf));
  return reached.filter((each) => known.has(factOf(each)));
}

async function messagesOf(
  tx: TenantTx,
  cause: WarningCause,
  told: readonly Reached[],
  now: Ms,
): Promise<Map<string, CustomerWarning>> {
  const { tellsCredit, nextSteps } = (await readWarningSettings(tx)) ?? cautiousSettings;
  const organization = (await ownOrganization(tx))?.name ?? "";
  const statementIds = [...new Set(told.map(({ statementId }) => statementId))];
  const figures = await figuresByStatement(tx, statementIds, tellsCredit, now);
  const byCustomer = Map.groupBy(told, ({ customerId }) => customerId);
  const names = new Map((await nameCustomers(tx, [...byCustomer.keys()])).map(({ id, name }) => [id, name]));
  const { startedAt, endedAt } = cause;
  return new Map(
    [...byCustomer].map(([customerId, lines]): [string, CustomerWarning] => {
      const ids = [...new Set(lines.map(({ statementId }) => statementId))];
      const services = ids.flatMap((id) => figures.get(id) ?? []);
      const components = [...new Set(lines.map(({ componentName }) => componentName))];
      const customer = names.get(customerId) ?? "";
      const when = { startedAt, endedAt, knownAt: now };
      return [customerId, { organization, customer, components, services, nextSteps, ...when }];
    }),
  );
}

type Warning = { customerId: string; factId: string; message: CustomerWarning; cause: WarningCause };

/** A message that waits for a person holds what it will say, word for word, and what it is about. */
async function layBefore(
  tx: TenantTx,
  { customerId, factId, message, cause }: Warning,
  now: Ms,
): Promise<void> {
  await insertWarning(tx, {
    ...{ id: newId("warning", now), customerId, factId, template: "customer_warning" },
    message: { warning: message, cause },
    ...{ state: "waiting", createdAt: now, decidedAt: null, decidedBy: null },
  });
}
