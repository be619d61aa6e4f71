import type { TenantTx } from "@/db/client";
import {
  findIncident,
  type IncidentRow,
  insertIncident,
  lockIncident,
  updateIncident as updateRow,
} from "@/db/queries/incident";
import { countCustomersOn, linkOutages, listOutagesOf } from "@/db/queries/incident-outage";
import { changeUpdate, insertUpdate, listUpdates } from "@/db/queries/incident-update";
import type { Cause } from "@/lib/domain/cause-group";
import { assert } from "@/lib/domain/errors";
import { affectedMax } from "@/lib/domain/incident";
import { impactOfComponents } from "@/lib/domain/incident-thread";
import type { FollowedOutage } from "@/lib/domain/outage-plan";
import { isOver, isUnseen } from "@/lib/domain/outage-sight";
import {
  affectedBy,
  againBody,
  endedBody,
  endOf,
  grownBody,
  outageBody,
  outageTitle,
  startOf,
  unseenBody,
} from "@/lib/domain/outage-words";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { draftWord } from "./incident-acts";
import { recordFact, recordFacts } from "./incident-facts";
import { publishTold } from "./incident-publishing";
import { postTold } from "./incident-updates";
import { publicWords, type Told, tellLedger } from "./incident-words";
import { firstWord } from "./incidents";
import { providerCoincidence } from "./provider-coincidence";
import { newId } from "./record";

/** Times in words that no person wrote. */
const timezone = "UTC";

type Opening = { fresh: readonly FollowedOutage[]; cause: Cause; reached: readonly string[] };

/**
 * Opens one incident for outages of one cause, with the facts filled in: a draft for a person, or published at once
 * where a component says so. Answers its id.
 */
export async function openIncident(
  tx: TenantTx,
  scope: TenantScope,
  { fresh, cause, reached }: Opening,
  now: Ms,
): Promise<string> {
  const spoken = fresh.filter(({ publish }) => publish === "automatic");
  const isAutomatic = spoken.length > 0;
  const told = isAutomatic ? spoken : fresh;
  const row = newDraft(scope, told, { cause, isAutomatic, detectedAt: detectionOf(fresh) }, now);
  const components = affectedBy(told);
  const body = outageBody(told, cause, { isAutomatic, timezone, now });
  const word = firstWord(scope, row, { status: row.status, body, components, notify: true }, now);
  await insertIncident(tx, row);
  await insertUpdate(tx, word);
  await linkOutages(tx, row.id, fresh, now);
  const data = { title: row.title, origin: row.origin };
  await recordFact(tx, row.id, { type: "opened", data, actor: row.createdBy }, now);
  await recordStarts(tx, row.id, fresh, now);
  if (cause.type === "provider") {
    const words = "says itself that it is down";
    await recordFact(tx, row.id, { type: "provider_said", data: { provider: cause.title, words } }, now);
  }
  await recordProviders(tx, row.id, fresh, now);
  const customers = await countCustomersOn(tx, reached, now);
  await recordFact(tx, row.id, { type: "customers_affected", data: { customers } }, now);
  const draft = { row, updates: [word] };
  if (isAutomatic) await publishTold(tx, scope, draft, {}, now);
  else await tellLedger(tx, scope, [{ before: null, after: draft }], now);
  return row.id;
}

/** Most providers that one incident begins with. */
const providersMax = 10;

/** What the providers behind the outages have said so far, and who of them is silent. */
async function recordProviders(
  tx: TenantTx,
  incidentId: string,
  fresh: readonly FollowedOutage[],
  now: Ms,
): Promise<void> {
  const ids = [...new Set(fresh.map(({ componentId }) => componentId))];
  const from = fresh.reduce((least, { startedAt }) => Math.min(least, startedAt), now);
  for (const { provider, words } of (await providerCoincidence(tx, ids, from, now)).slice(0, providersMax)) {
    const data = { provider, words: words.slice(provider.length + 1) };
    await recordFact(tx, incidentId, { type: "provider_said", data }, now);
  }
}

type Joining = { incidentId: string; isDismissed: boolean; fresh: readonly FollowedOutage[]; cause: Cause };

/** Further outages of the same cause: facts always, words only where no person has taken the pen. */
export async function joinIncident(
  tx: TenantTx,
  scope: TenantScope,
  { incidentId, isDismissed, fresh, cause }: Joining,
  now: Ms,
): Promise<string> {
  await linkOutages(tx, incidentId, fresh, now);
  await recordStarts(tx, incidentId, fresh, now);
  if (isDismissed) return incidentId;
  const told = await lockedTold(tx, incidentId);
  if (told.row.publishedAt === null) {
    if (isUntouched(told)) await rewriteDraft(tx, scope, told, cause, now);
    return incidentId;
  }
  const known = new Set(told.updates.flatMap(({ components }) => components.map(({ id }) => id)));
  if (!isOwnTalk(told)) return incidentId;
  const spoken = fresh.filter(({ publish }) => publish === "automatic");
  const joined = spoken.filter(({ componentId }) => !known.has(componentId));
  const components = affectedBy(joined).slice(0, affectedMax - known.size);
  const lost = new Set(
    (await listOutagesOf(tx, [incidentId])).filter(isUnseen).map((each) => each.monitorId),
  );
  const again = spoken.filter(({ componentId, monitorId }) => known.has(componentId) && lost.has(monitorId));
  const bodies = [
    ...(joined.length > 0 ? [grownBody(joined, timezone, now)] : []),
    ...(again.length > 0 ? [againBody(again, timezone, now)] : []),
  ];
  if (bodies.length === 0) return incidentId;
  await postTold(tx, scope, told, { ...plainWord, body: bodies.join(" "), components }, now);
  return incidentId;
}

/**
 * No outage of an incident lasts. What nobody but we wrote says so itself: that all is over, or, where one was not seen
 * to recover, that sight of it is lost, and stays open. A person's incident waits for a person.
 */
export async function settleIncident(
  tx: TenantTx,
  scope: TenantScope,
  { incidentId, outages }: { incidentId: string; outages: readonly FollowedOutage[] },
  now: Ms,
): Promise<{ cause: Cause; isDismissed: boolean }> {
  const row = await findIncident(tx, incidentId);
  const { componentId = "", componentName = "" } = outages[0] ?? {};
  const cause = row?.cause ?? { type: "component", id: componentId, title: componentName };
  const isDismissed = row?.archivedAt !== null;
  if (isDismissed || outages.length === 0) return { cause, isDismissed };
  const told = await lockedTold(tx, incidentId);
  if (told.row.publishedAt === null) {
    if (isUntouched(told)) await rewriteDraft(tx, scope, told, cause, now);
  } else if (told.row.resolvedAt === null && isOwnTalk(told)) {
    const spoken = outages.filter(({ publish }) => publish === "automatic");
    const shown = spoken.length > 0 ? spoken : outages;
    if (outages.every(isOver)) await sayEnd(tx, scope, told, shown, now);
    else await sayUnseen(tx, scope, told, shown.filter(isUnseen), now);
  }
  return { cause, isDismissed };
}

async function sayEnd(
  tx: TenantTx,
  scope: TenantScope,
  told: Told,
  shown: readonly FollowedOutage[],
  now: Ms,
): Promise<void> {
  const update = { status: "resolved" as const, components: [], notify: true, private: false };
  const endedAt = Math.max(endOf(shown), told.row.startedAt + 1);
  await postTold(tx, scope, told, { ...update, body: endedBody(shown, timezone, now), endedAt }, now);
}

/** Takes nothing back of what the incident says, and says nothing twice. */
async function sayUnseen(
  tx: TenantTx,
  scope: TenantScope,
  told: Told,
  unseen: readonly FollowedOutage[],
  now: Ms,
): Promise<void> {
  if (unseen.length === 0) return;
  const body = unseenBody(unseen, timezone, now);
  if (publicWords(told.updates).at(-1)?.body === body) return;
  await postTold(tx, scope, told, { ...plainWord, body }, now);
}

/** A word that changes neither the status nor a component, and that nobody is mailed about. */
const plainWord = { status: undefined, components: [], notify: false, private: false, endedAt: null };

/** A draft nobody has touched says what is known now: who fails, since when, and whether it is over. */
async function rewriteDraft(
  tx: TenantTx,
  scope: TenantScope,
  told: Told,
  cause: Cause,
  now: Ms,
): Promise<void> {
  const outages = await listOutagesOf(tx, [told.row.id]);
  const word = draftWord(told.updates);
  if (word === null || outages.length === 0) return;
  const isEnd = outages.every(isOver);
  const open = outages.filter(({ endedAt }) => endedAt === null);
  const unseen = outages.filter(isUnseen);
  const lasting = isEnd ? outages : open.length > 0 ? open : unseen;
  const components = affectedBy(lasting);
  const body = isEnd
    ? endedBody(outages, timezone, now)
    : open.length > 0
      ? outageBody(open, cause, { isAutomatic: false, timezone, now })
      : unseenBody(unseen, timezone, now);
  const status = isEnd ? "resolved" : "investigating";
  await changeUpdate(tx, word.id, { status, body, components });
  const change = {
    title: outageTitle(lasting, cause),
    status: status as IncidentRow["status"],
    impact: impactOfComponents(components),
    startedAt: startOf(outages),
    resolvedAt: isEnd ? Math.max(endOf(outages), startOf(outages) + 1) : null,
  };
  const row = await updateRow(tx, told.row, change, now);
  const after = { row, updates: await listUpdates(tx, row.id) };
  await tellLedger(tx, scope, [{ before: told, after }], now);
}

function recordStarts(
  tx: TenantTx,
  incidentId: string,
  outages: readonly FollowedOutage[],
  now: Ms,
): Promise<void> {
  const facts = outages.map(({ id: outageId, monitorId, componentId, failure, startedAt, confirmedAt }) => {
    const data = { outageId, monitorId, componentId, failure, confirmedAt };
    return { type: "outage_began" as const, at: startedAt, data };
  });
  return recordFacts(tx, incidentId, facts, now);
}

async function lockedTold(tx: TenantTx, incidentId: string): Promise<Told> {
  const row = await lockIncident(tx, incidentId);
  assert(row, "an outage's incident exists");
  return { row, updates: await listUpdates(tx, incidentId) };
}

const isOurs = (createdBy: string) => createdBy.startsWith("system:");

const isUntouched = ({ updates }: Told) => isOurs(draftWord(updates)?.createdBy ?? "");

/** Whether no person has said anything in public: then the incident goes on by itself. */
const isOwnTalk = ({ updates }: Told) => publicWords(updates).every(({ createdBy }) => isOurs(createdBy));

const detectionOf = (outages: readonly FollowedOutage[]) =>
  Math.min(...outages.map(({ confirmedAt }) => confirmedAt));

function newDraft(
  scope: TenantScope,
  outages: readonly FollowedOutage[],
  { cause, isAutomatic, detectedAt }: { cause: Cause; isAutomatic: boolean; detectedAt: Ms },
  now: Ms,
): IncidentRow {
  return {
    id: newId("incident", now),
    title: outageTitle(outages, cause),
    status: "investigating",
    impact: impactOfComponents(affectedBy(outages)),
    startedAt: startOf(outages),
    detectedAt,
    ...{ publishedAt: null, resolvedAt: null, mergedInto: null, mergedAt: null, archivedAt: null },
    origin: isAutomatic ? "automatic" : "verdict",
    cause,
    ...{ postmortem: null, publicPostmortem: null, postmortemPublishedAt: null },
    createdBy: actorText(scope.actor),
    ...{ createdAt: now, updatedAt: now, version: 1 },
  };
}
