import { inTenant, type TenantTx } from "@/db/client";
import { listCompositions } from "@/db/queries/component";
import {
  findIncident,
  type IncidentRow,
  listAffected,
  updateIncident as updateRow,
} from "@/db/queries/incident";
import { countCustomersOn } from "@/db/queries/incident-outage";
import { membersById, withParents } from "@/lib/domain/composition";
import { AppError, notFound } from "@/lib/domain/errors";
import type { IncidentView } from "@/lib/domain/incident";
import { permit } from "@/lib/domain/permission";
import { type ImpactNumbers, postmortemDraft } from "@/lib/domain/postmortem";
import { actorText, type TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { foldTree } from "@/lib/domain/tree";
import { totalsOf } from "@/lib/domain/uptime";
import { announce } from "./announcements";
import { loadChains } from "./chains";
import { actOf, lockTold, tellOthers } from "./incident-acts";
import { recordFact } from "./incident-facts";
import { audit } from "./record";

/** Keeps what was learned so far. The public reads nothing of it before it is published. */
export function savePostmortem(
  scope: TenantScope,
  input: { id: string; body: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<IncidentView> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const { row } = await lockTold(tx, input.id, input.ifMatch);
    if (row.postmortem === input.body) return tellOthers(tx, row, null, now);
    const after = await updateRow(tx, row, { postmortem: input.body }, now);
    const actor = actorText(scope.actor);
    await recordFact(
      tx,
      row.id,
      { type: "postmortem_saved", data: { length: input.body.length }, actor },
      now,
    );
    const act = { before: { postmortem: row.postmortem }, after: { postmortem: input.body } };
    await audit(tx, scope, { ...actOf("incident.postmortem", row.id), ...act }, now);
    return tellOthers(tx, after, null, now);
  });
}

/** Publishes the postmortem as it stands now: an act of its own, once the incident is over. Later changes need another. */
export function publishPostmortem(
  scope: TenantScope,
  input: { id: string; notify?: boolean | undefined; ifMatch?: number | undefined },
  now: Ms,
): Promise<IncidentView> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const { row } = await lockTold(tx, input.id, input.ifMatch);
    const body = publishable(row);
    const change = { publicPostmortem: body, postmortemPublishedAt: row.postmortemPublishedAt ?? now };
    const after = await updateRow(tx, row, change, now);
    const actor = actorText(scope.actor);
    await recordFact(tx, row.id, { type: "postmortem_published", data: { length: body.length }, actor }, now);
    const act = { before: { postmortem: row.publicPostmortem }, after: { postmortem: body } };
    await audit(tx, scope, { ...actOf("incident.publish_postmortem", row.id), ...act }, now);
    const fact = { type: "postmortem", incidentId: row.id } as const;
    await announce(tx, fact, { notify: input.notify ?? true, holdMs: 0 }, now);
    return tellOthers(tx, after, "postmortem.published", now);
  });
}

/** The postmortem as it stands, or the words it begins with: the numbers of the ledger filled in. */
export function draftPostmortem(scope: TenantScope, id: string, now: Ms): Promise<string> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const row = await findIncident(tx, id);
    if (!row) throw notFound("incident");
    return row.postmortem ?? postmortemDraft(await numbersOf(tx, row, now));
  });
}

/** What the incident's components were while it lasted, all from the ledger, and whose contracts cover them. */
async function numbersOf(tx: TenantTx, row: IncidentRow, now: Ms): Promise<ImpactNumbers> {
  const window = { from: row.startedAt, to: Math.max(row.resolvedAt ?? now, row.startedAt + 1) };
  const affected = await listAffected(tx, [row.id]);
  const chains = await loadChains(
    tx,
    affected.map(({ id }) => ({ componentId: id, ...window })),
  );
  const components = affected.map(({ id, name }) => {
    const totals = totalsOf(foldTree({ componentId: id, chains, basis: "worst", ...window }));
    const downMs = totals.major_outage + totals.partial_outage;
    return { name, downMs, degradedMs: totals.degraded_performance };
  });
  const reached = withParents(
    affected.map(({ id }) => id),
    membersById(await listCompositions(tx)),
  );
  return { ...window, components, customers: await countCustomersOn(tx, reached, window.to) };
}

function publishable(row: IncidentRow): string {
  if (row.postmortem === null)
    throw new AppError("conflict", "There is no postmortem yet. Write and save it first.");
  if (row.publishedAt === null || row.resolvedAt === null)
    throw new AppError("conflict", "A postmortem is published once its incident is public and resolved.");
  if (row.postmortem === row.publicPostmortem)
    throw new AppError("conflict", "This postmortem is public already, word for word.");
  return row.postmortem;
}
