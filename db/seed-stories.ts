import { parseInput } from "@/lib/domain/complaint";
import { incidentInput } from "@/lib/domain/incident";
import { maintenanceInput } from "@/lib/domain/maintenance";
import { actionInput } from "@/lib/domain/postmortem";
import type { TenantScope } from "@/lib/domain/scope";
import { subscriberInput } from "@/lib/domain/subscriber";
import { dayMs, formatInstant, hourMs, type Ms, startOfUtcDay } from "@/lib/domain/time";
import { createAction } from "@/lib/operations/action-items";
import { createIncident } from "@/lib/operations/incidents";
import { createMaintenance } from "@/lib/operations/maintenances";
import { publishPostmortem, savePostmortem } from "@/lib/operations/postmortems";
import { createSubscriber } from "@/lib/operations/subscribers";
import { demoZone } from "./seed-agreements";
import { demoComponents, type HistoryEntry, historyOf, lockedOrders } from "./seed-history";

type Ids = ReadonlyMap<string, string>;

/**
 * What the demo's history was about, told afterwards in public words: the afternoon nobody could buy, with its
 * postmortem and what was changed since, and whatever happened last. Nobody is mailed.
 */
export async function tellStories(scope: TenantScope, ids: Ids, now: Ms): Promise<void> {
  const last = lastTrouble(now);
  if (last) await tellLast(scope, ids, last, now);
  const checkout = demoComponents.find(({ name }) => name === "Checkout");
  const locked = checkout && historyOf(checkout, now).find(({ reason }) => reason === lockedOrders);
  if (!locked) return;
  const id = await tellOver(scope, ids, now, {
    ...{ name: "Checkout", entry: locked, title: "Orders could not be placed" },
    body:
      "Between 13:05 and 16:09 UTC nobody could place an order: a migration held a lock on the orders table. " +
      "Baskets were kept, and nothing was charged twice.",
  });
  await savePostmortem(scope, { id, body: postmortem }, now);
  await publishPostmortem(scope, { id, notify: false }, now);
  const due_on = formatInstant(startOfUtcDay(now) + 12 * dayMs).slice(0, 10);
  for (const title of [
    "Rehearse the way back on a copy of production",
    "Alert on locks older than 30 seconds",
  ])
    await createAction(scope, { ...parseInput(actionInput, { title, due_on }), incidentId: id }, now);
}

const postmortem = `## What happened

At 13:05 UTC we began to add a column to the orders table. The change waited for one long report, and every order waited for the change. From then on a basket could be filled but not bought.

## Causes

The migration asked for a lock that shuts out readers, without a limit to its patience. It had been tried on a table with no reports running. Stopping it took three hours, because the way back asked for the same lock.

## What we change

- Migrations give up a lock after two seconds and try again later. Done.
- The way back is rehearsed on a copy of production before each change.
- Somebody is called when a lock is held for longer than 30 seconds.`;

type Happened = { name: string; entry: HistoryEntry };

/** The youngest trouble in the whole history. */
function lastTrouble(now: Ms): Happened | undefined {
  const happened = demoComponents.flatMap((component) =>
    historyOf(component, now).flatMap((entry) =>
      entry.reason === undefined || entry.reason === lockedOrders ? [] : [{ name: component.name, entry }],
    ),
  );
  return happened.toSorted((a, b) => (a.entry.from < b.entry.from ? 1 : -1))[0];
}

const was = {
  operational: "worked",
  degraded_performance: "was slow",
  partial_outage: "failed for some customers",
  major_outage: "was not available",
} as const satisfies Record<HistoryEntry["state"], string>;

async function tellLast(scope: TenantScope, ids: Ids, { name, entry }: Happened, now: Ms): Promise<void> {
  const title = `${name} ${was[entry.state]}`;
  await tellOver(scope, ids, now, { name, entry, title, body: `${entry.reason}. It works as before.` });
}

async function tellOver(
  scope: TenantScope,
  ids: Ids,
  now: Ms,
  { name, entry, title, body }: Happened & { title: string; body: string },
): Promise<string> {
  const components = [{ id: ids.get(name), state: entry.state }];
  const times = { started_at: entry.from, resolved_at: entry.to };
  const told = { ...times, title, body, components, status: "resolved", notify: false };
  return (await createIncident(scope, parseInput(incidentInput, told), now)).id;
}

const subscribers = [
  { email: "operations@tailspin.example", note: "Asked by mail when the contract was signed" },
  { email: "oncall@fabrikam.example", note: "Wrote to support", kinds: ["incident"], least_impact: "major" },
  { email: "julia.beck@wingtip.example", note: "Was on the list of the previous status page", locale: "de" },
];

/** Who follows the page, and the planned work they hear of: their mails are in the outbox from the first minute. */
export async function tellPlans(scope: TenantScope, pageId: string, ids: Ids, now: Ms): Promise<void> {
  for (const { note, ...wishes } of subscribers) {
    const consent = { basis: "import", note };
    await createSubscriber(scope, pageId, parseInput(subscriberInput, { ...wishes, consent }), now);
  }
  const from = startOfUtcDay(now) + 4 * dayMs + hourMs;
  const plan = parseInput(maintenanceInput, {
    title: "Search index is rebuilt",
    body: "Search answers from yesterday's index meanwhile; new products appear an hour later.",
    ...{ from: formatInstant(from), to: formatInstant(from + 2 * hourMs), timezone: demoZone },
    components: [ids.get("Search")],
  });
  await createMaintenance(scope, plan, now);
}
