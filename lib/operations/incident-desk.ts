import { inTenant, type TenantTx } from "@/db/client";
import { countOpenActions } from "@/db/queries/action-item";
import { type IncidentRow, listIncidents } from "@/db/queries/incident";
import { type DeskRow, listDesk, listPeople } from "@/db/queries/incident-desk";
import { listFacts } from "@/db/queries/incident-update";
import { notFound } from "@/lib/domain/errors";
import type { IncidentSummary } from "@/lib/domain/incident";
import type { KeptFact } from "@/lib/domain/incident-fact";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { type Ms, utcDate } from "@/lib/domain/time";
import { summarise } from "./incident-view";

/** Shown on the Now screen; the list has the rest. */
const deskMax = 20;
const peopleMax = 500;
const factsMax = 500;

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
    const [[desk], facts] = await Promise.all([listDesk(tx, [id]), listFacts(tx, id, factsMax)]);
    if (!desk) throw notFound("incident");
    // What was kept is what `recordFact` was given.
    return { desk, facts: facts as unknown as KeptFact[] };
  });
}

/** The organization's people by name: who can own an action, and whose words were whose. */
export function listTeam(scope: TenantScope): Promise<{ id: string; name: string }[]> {
  permit(scope, "read");
  return inTenant(scope, (tx) => listPeople(tx, peopleMax));
}
