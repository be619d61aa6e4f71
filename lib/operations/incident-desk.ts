import { inTenant, type TenantTx } from "@/db/client";
import { countOpenActions } from "@/db/queries/action-item";
import { findIncident, type IncidentRow, listIncidents } from "@/db/queries/incident";
import { type DeskRow, listDesk, listPeople, listTold } from "@/db/queries/incident-desk";
import { listFacts } from "@/db/queries/incident-update";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { invalid, notFound } from "@/lib/domain/errors";
import type { IncidentSummary } from "@/lib/domain/incident";
import { type KeptFact, withTold } from "@/lib/domain/incident-fact";
import type { Page, PageInput } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { type Ms, utcDate } from "@/lib/domain/time";
import { summarise } from "./incident-view";

/** Shown on the Now screen; the list has the rest. */
const deskMax = 20;
const peopleMax = 500;
const factsMax = 500;
const toldMax = 100;

/** An incident with what happens around it. */
export type DeskIncident = IncidentSummary & { desk: DeskRow };

export type IncidentDesk = {
  /** What waits for a person to publish or dismiss, newest start first. */
  drafts: readonly DeskIncident[];
  open: readonly DeskIncident[];
  actions: { open: number; overdue: number };
};

/** What waits for a responder now. */
export function readIncidentDesk(scope: TenantScope, now: Ms): Promise<IncidentDesk> {
  permit(scope, "read");
  const page = { limit: deskMax, before: null };
  return inTenant(scope, async (tx) => {
    const [drafts, open, actions] = await Promise.all([
      listIncidents(tx, page, { draft: true, archived: false }),
      listIncidents(tx, page, { status: "open", archived: false }),
      countOpenActions(tx, utcDate(now)),
    ]);
    const waiting = drafts.filter((row) => row.mergedInto === null);
    return { drafts: await withDesk(tx, waiting), open: await withDesk(tx, open), actions };
  });
}

async function withDesk(tx: TenantTx, rows: readonly IncidentRow[]): Promise<DeskIncident[]> {
  const [shown, desks] = await Promise.all([
    summarise(tx, rows),
    listDesk(
      tx,
      rows.map(({ id }) => id),
    ),
  ]);
  const deskOf = new Map(desks.map((desk) => [desk.incidentId, desk]));
  return shown.flatMap((each) => {
    const desk = deskOf.get(each.id);
    return desk ? [{ ...each, desk }] : [];
  });
}

/** What happens around one incident, and its facts, oldest first. */
export function readIncidentFacts(
  scope: TenantScope,
  id: string,
): Promise<{ desk: DeskRow; facts: KeptFact[] }> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const [[desk], facts] = await Promise.all([listDesk(tx, [id]), loadFacts(tx, id)]);
    if (!desk) throw notFound("incident");
    return { desk, facts };
  });
}

/** An incident's facts and what was told of it, oldest first, page by page. */
export function listIncidentFacts(
  scope: TenantScope,
  id: string,
  { limit, cursor }: PageInput,
): Promise<Page<KeptFact>> {
  permit(scope, "read");
  const after = cursor === undefined ? null : decodeCursor(cursor, ["string"])[0];
  return inTenant(scope, async (tx) => {
    if (!(await findIncident(tx, id))) throw notFound("incident");
    const facts = await loadFacts(tx, id);
    const from = after === null ? 0 : facts.findIndex(({ id }) => id === after) + 1;
    if (after !== null && from === 0) throw invalid("cursor", "names no fact of this incident; leave it out");
    return pageOf(facts.slice(from, from + limit + 1), limit, (fact) => [fact.id]);
  });
}

async function loadFacts(tx: TenantTx, id: string): Promise<KeptFact[]> {
  const [kept, told] = await Promise.all([listFacts(tx, id, factsMax), listTold(tx, id, toldMax)]);
  return withTold(kept, told);
}

/** The organization's people by name: who can own an action, and whose words were whose. */
export function listTeam(scope: TenantScope): Promise<{ id: string; name: string }[]> {
  permit(scope, "read");
  return inTenant(scope, (tx) => listPeople(tx, peopleMax));
}
