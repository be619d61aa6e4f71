import { inEngine } from "@/db/client";
import { dropListening, listOverdueBeats, noteListening } from "@/db/queries/beat";
import { listOrganizationIds } from "@/db/queries/organization";
import { listSilentMonitors, pullBackSchedules, releaseLostRuns } from "@/db/queries/schedule";
import { engineScope, systemScope } from "@/lib/auth/scope";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { logger } from "@/lib/log";
import { missBeat } from "@/lib/operations/beats";
import { forgottenMonitors, settleMax, settleMonitors, silenceSlackMs } from "@/lib/operations/verdicts";

/** A verdict not written for so long is settled anew, so that a fold never has far to go. */
const rememberWithinMs = 5 * minuteMs;
/** A deadline is judged only when every beat of its time and every sign of listening has arrived. */
const beatSlackMs = 8 * secondMs;
const beatsAtOnce = 500;
/** Longer than any wait for a heartbeat: a day and its grace, twice over. */
const listeningKeptMs = 4 * dayMs;

/** What time it is. Work over thousands of monitors takes a while, and each is judged at its own turn. */
type Clock = () => Ms;

/**
 * What may have been missed while no worker lived: runs given out and never reported, outcomes stored without a verdict,
 * silence (RULES R3.3). A fold goes by the stored outcomes alone, so new ones may arrive meanwhile.
 */
export async function catchUp(clock: Clock): Promise<void> {
  const now = clock();
  await inEngine(engineScope(), (tx) => releaseLostRuns(tx, 0, now));
  await settleForgotten(now, clock);
}

/** What turns up by itself: regions gone silent, claims that expired, a clock that went back. */
export async function sweep(clock: Clock): Promise<void> {
  const now = clock();
  const silent = await inEngine(engineScope(), async (tx) => {
    await pullBackSchedules(tx, now);
    await releaseLostRuns(tx, now - minuteMs, now);
    return listSilentMonitors(tx, now, silenceSlackMs);
  });
  await forEachOrganization(silent, (organizationId, rows) => {
    const ids = rows.map((row) => row.monitorId);
    return settleInTurn(systemScope(organizationId, "checks"), ids, clock);
  });
}

/** Writes down where the folds of quiet monitors have got to, and forgets who listened long ago. */
export async function refresh(clock: Clock): Promise<void> {
  const now = clock();
  await settleForgotten(now - rememberWithinMs, clock);
  await inEngine(engineScope(), (tx) => dropListening(tx, now - listeningKeptMs));
}

/** Judges heartbeats whose deadline has passed (RULES R3.4). */
export async function judgeBeats(now: Ms): Promise<void> {
  const overdue = await inEngine(engineScope(), (tx) => listOverdueBeats(tx, now - beatSlackMs, beatsAtOnce));
  await forEachOrganization(overdue, async (organizationId, rows) => {
    for (const { monitorId, deadline } of rows)
      await missBeat(systemScope(organizationId, "beat"), { monitorId, deadline }, now);
  });
}

/** A web process says that it listens for heartbeats; silence between two signs is told from the gap. */
export async function noteWebListening(listenerId: string, startedAt: Ms, now: Ms): Promise<void> {
  await inEngine(engineScope(), (tx) => noteListening(tx, { listenerId, startedAt, seenAt: now }));
}

async function settleForgotten(before: Ms, clock: Clock): Promise<void> {
  const organizations = await inEngine(engineScope(), listOrganizationIds);
  const each = organizations.map((organizationId) => ({ organizationId }));
  await forEachOrganization(each, async (organizationId) => {
    const scope = systemScope(organizationId, "checks");
    for (let ids = await forgottenMonitors(scope, before); ids.length > 0; ) {
      // A clock that went back meanwhile would leave them as forgotten as they were.
      await settleInTurn(scope, ids, () => Math.max(before, clock()), true);
      ids = await forgottenMonitors(scope, before);
    }
  });
}

async function settleInTurn(
  scope: TenantScope,
  ids: readonly string[],
  clock: Clock,
  remember = false,
): Promise<void> {
  for (let start = 0; start < ids.length; start += settleMax)
    await settleMonitors(scope, ids.slice(start, start + settleMax), clock(), remember);
}

/** What fails for one tenant is told, and fails again next time, but keeps nobody else waiting. */
async function forEachOrganization<Row extends { organizationId: string }>(
  rows: readonly Row[],
  work: (organizationId: string, rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  for (const [organizationId, own] of Map.groupBy(rows, (row) => row.organizationId))
    await work(organizationId, own).catch((error: unknown) =>
      logger("checks").error({ err: error, organizationId }, "verdicts of one organization wait"),
    );
}
