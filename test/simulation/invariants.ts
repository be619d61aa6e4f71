import { inTenant } from "@/db/client";
import { listEntries } from "@/db/queries/ledger";
import { verifyExport } from "@/lib/domain/export";
import type { LedgerEntry } from "@/lib/domain/ledger";
import { isTroubled, viewPage } from "@/lib/domain/page-view";
import { bases } from "@/lib/domain/state";
import { dayMs, formatInstant, startOfUtcDay } from "@/lib/domain/time";
import { exportLedger } from "@/lib/operations/export";
import { storePublication, takeSnapshots } from "@/lib/operations/publish";
import { currentStates, readTimeline } from "@/lib/operations/timeline";
import { windowTotals } from "@/lib/operations/uptime";
import { verifyLedger } from "@/lib/operations/verify";
import { encodePublication } from "@/lib/render/publication";
import { type Chains, sameTotals, stateAt, totalsBetween } from "./chain-truth";
import { monitorTruth, type SeenOutcome } from "./verdict-truth";
import { hold, Violation } from "./violation";
import { auditCount, type Watched, type World } from "./world";

/** Everything that must hold at every instant at which nothing is under way. */
export async function inspect(world: World): Promise<void> {
  const chains = await readChains(world);
  await chainsVerify(world);
  await figuresAgree(world, chains);
  await publicationAgrees(world, chains);
  const outcomes = await readOutcomes(world);
  for (const monitor of world.monitors) monitorAgrees(world, monitor, chains, outcomes);
  await outagesAreSingle(world);
  const [audit] = await auditCount(world);
  hold(audit?.count === world.acts, "one audit row per act", { rows: audit?.count, acts: world.acts });
}

async function readChains(world: World): Promise<Chains> {
  const ids = [...world.components, ...world.composed.map(({ id }) => id)];
  const read = async (id: string): Promise<[string, LedgerEntry[]]> => [
    id,
    await inTenant(world.scope, (tx) => listEntries(tx, id, 0, 1_000_000)),
  ];
  return new Map(await Promise.all(ids.map(read)));
}

async function chainsVerify({ scope, now }: World): Promise<void> {
  const view = await verifyLedger(scope, {}, now);
  hold(view.ok, "every chain verifies", view);
  const lines: string[] = [];
  for await (const line of await exportLedger(scope, [], now)) lines.push(line);
  const report = verifyExport(`${lines.join("\n")}\n`);
  hold(report.status === "good", "an exported file verifies by itself", report);
}

/** Stored days, windows and current states equal an instant-by-instant reading of the chains. */
async function figuresAgree({ scope, now }: World, chains: Chains): Promise<void> {
  const ids = [...chains.keys()];
  const window = { from: now - 9 * dayMs - 12_345, to: now };
  const standings = await inTenant(scope, (tx) => currentStates(tx, ids, now));
  for (const basis of bases) {
    const totals = await inTenant(scope, (tx) => windowTotals(tx, ids, basis, window, now));
    for (const id of ids) {
      const truth = totalsBetween(chains, id, basis, window.from, now);
      const told = totals.get(id);
      hold(sameTotals(told, truth), "a window equals the fold", { id, basis, told, truth });
      const sum = Object.values(told ?? {}).reduce((all, each) => all + each, 0);
      hold(sum === window.to - window.from, "totals sum to the window", { id, basis, sum });
      const input = { component_id: id, from: window.from, to: now, basis, as_of: undefined };
      const timeline = await readTimeline(scope, input, now);
      hold(sameTotals(timeline.totalsMs, truth), "a timeline equals the fold", { id, basis, truth });
      const standing = standings.get(id);
      const state = basis === "worst" ? standing?.state : standing?.[basis];
      const isSpoken = (chains.get(id)?.length ?? 0) > 0;
      const expected = stateAt(chains, id, basis, now);
      hold(!isSpoken || state === expected, "the current state equals the fold", {
        id,
        basis,
        state,
        expected,
      });
    }
  }
}

async function publicationAgrees({ scope, now }: World, chains: Chains): Promise<void> {
  for (const snapshot of await takeSnapshots(scope, "https://status.example.com", now)) {
    const view = viewPage(snapshot);
    const from = startOfUtcDay(now) - 6 * dayMs;
    for (const { id, windows } of view.groups.flatMap((group) => group.components)) {
      const truth = totalsBetween(chains, id, snapshot.page.basis, from, now);
      const told = windows.find(({ days }) => days === 7)?.totalsMs;
      hold(sameTotals(told, truth), "a publication's figures equal the timeline's", { id, told, truth });
    }
    const encoded = await encodePublication(view, snapshot.known);
    const result = { isTroubled: isTroubled(view), ...encoded };
    hold(await storePublication(scope, snapshot, result), "a lone publication is stored", { now });
  }
}

type OutcomeFact = SeenOutcome & { key: string; monitorId: string; counts: boolean };

/** All outcomes; a run that was stored once is stored for good, and once. */
async function readOutcomes(world: World): Promise<OutcomeFact[]> {
  const { superuser, scope, outcomes } = world;
  const rows = await superuser<(SeenOutcome & { monitorId: string; key: string; counts: boolean })[]>`
    select monitor_id as "monitorId", region, started_at::float8 as "startedAt", verdict,
      not suspect and not run_now as counts, concat_ws('/', monitor_id, region, scheduled_for) as key
    from outcomes where organization_id = ${scope.organizationId} order by started_at, region`;
  const keys = new Set(rows.map(({ key }) => key));
  hold(keys.size === rows.length, "no outcome twice", { rows: rows.length, runs: keys.size });
  for (const row of rows) {
    const fact = `${row.startedAt} ${row.verdict} ${row.counts}`;
    hold((outcomes.get(row.key) ?? fact) === fact, "a stored outcome never changes", { key: row.key, fact });
    outcomes.set(row.key, fact);
  }
  return rows.map((row) => ({ ...row }));
}

function monitorAgrees(
  world: World,
  monitor: Watched,
  chains: Chains,
  outcomes: readonly OutcomeFact[],
): void {
  if (!monitor.exact) return;
  const own = outcomes.filter(({ monitorId, counts }) => monitorId === monitor.id && counts);
  const truth = monitorTruth(monitor, own, world.now);
  if (truth.isOpen) return;
  const said = (chains.get(monitor.componentId) ?? []).filter(
    ({ kind, source }) => kind !== "correction" && source.type === "monitor" && source.id === monitor.id,
  );
  const edges = [...truth.edges, ...said.map((entry) => entry.effectiveFrom)].filter((at) => at < world.now);
  for (const at of edges) {
    const told =
      said.findLast((entry) => entry.effectiveFrom <= at && at < (entry.effectiveTo ?? world.now))?.state ??
      null;
    const expected = truth.stateAt(at);
    if (told === expected) continue;
    const { id, input } = monitor;
    const heard = own.filter(({ startedAt }) => Math.abs(startedAt - at) < dayMs).map(brief);
    const words = said.map(
      (entry) =>
        `${entry.state} since ${formatInstant(entry.effectiveFrom)}, said ${formatInstant(entry.recordedAt)}`,
    );
    const detail = { id, input, at: formatInstant(at), told, expected, spans: monitor.spans, heard, words };
    throw new Violation("a monitor's timeline equals the oracle's", detail);
  }
}

function brief({ region, startedAt, verdict }: SeenOutcome): string {
  return `${formatInstant(startedAt)} ${region} ${verdict}`;
}

async function outagesAreSingle({ superuser, scope }: World): Promise<void> {
  const rows = await superuser`
    select monitor_id, count(*) from outages where organization_id = ${scope.organizationId} and ended_at is null
    group by monitor_id having count(*) > 1`;
  hold(rows.length === 0, "one open outage per monitor", rows);
  const wrong = await superuser`
    select v.monitor_id, v.verdict, o.id from monitor_verdicts v
    left join outages o on o.organization_id = v.organization_id and o.monitor_id = v.monitor_id
      and o.ended_at is null
    where v.organization_id = ${scope.organizationId} and (v.verdict = 'down') <> (o.id is not null)`;
  hold(wrong.length === 0, "an outage is open exactly while its monitor is down", wrong);
}

/** When the last retry is over: nobody was told twice, and nobody was forgotten. */
export async function mailsArrived({ superuser, post, mails }: World): Promise<void> {
  const rows = await superuser<{ id: string; status: string }[]>`select id, status from deliveries`;
  hold(rows.length === mails, "every fact has its delivery", { deliveries: rows.length, mails });
  for (const { id, status } of rows) {
    const reached = post.reached.get(id) ?? 0;
    hold(reached <= 1, "each delivery is accepted at most once", { id, status, reached });
    const isEnd = status === "uncertain" || (status === "sent" && reached === 1);
    hold(isEnd, "no delivery is lost", { id, status, reached });
  }
}
