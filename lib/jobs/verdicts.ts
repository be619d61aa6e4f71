import { inEngine } from "@/db/client";
import { dropListening, listOverdueBeats, noteListening } from "@/db/queries/beat";
import { listOrganizationIds } from "@/db/queries/rollup";
import { listSilentMonitors, pullBackSchedules, releaseLostRuns } from "@/db/queries/schedule";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { dayMs, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { missBeat } from "@/lib/operations/beats";
import { forgottenMonitors, settleMonitors, silenceSlackMs } from "@/lib/operations/verdicts";

/** A verdict not written for so long is settled anew, so that a fold never has far to go. */
const rememberWithinMs = 5 * minuteMs;
/** A deadline is judged only when every beat of its time and every sign of listening has arrived. */
const beatSlackMs = 8 * secondMs;
const beatsAtOnce = 500;
/** Longer than any wait for a heartbeat: a day and its grace, twice over. */
const listeningKeptMs = 4 * dayMs;

/**
 * What may have been missed while no worker lived: outcomes stored without a verdict, silence, runs given out and
 * never reported. Ends before the first run of a new worker, so that its outcomes meet what is true (RULES R3.3).
 */
export async function catchUp(now: Ms): Promise<void> {
  await settleForgotten(now, now);
  await inEngine(engineScope(), (tx) => releaseLostRuns(tx, 0, now));
}

/** What turns up by itself: regions gone silent, claims that expired, a clock that went back. */
export async function sweep(now: Ms): Promise<void> {
  const silent = await inEngine(engineScope(), async (tx) => {
    await pullBackSchedules(tx, now);
    await releaseLostRuns(tx, now - minuteMs, now);
    return listSilentMonitors(tx, now, silenceSlackMs);
  });
  for (const [organizationId, rows] of Map.groupBy(silent, (row) => row.organizationId)) {
    const ids = rows.map((row) => row.monitorId);
    await settleMonitors(systemScope(organizationId, "checks"), ids, now);
  }
}

/** Writes down where the folds of quiet monitors have got to, and forgets who listened long ago. */
export async function refresh(now: Ms): Promise<void> {
  await settleForgotten(now - rememberWithinMs, now);
  await inEngine(engineScope(), (tx) => dropListening(tx, now - listeningKeptMs));
}

/** Judges heartbeats whose deadline has passed (RULES R3.4). */
export async function judgeBeats(now: Ms): Promise<void> {
  const overdue = await inEngine(engineScope(), (tx) => listOverdueBeats(tx, now - beatSlackMs, beatsAtOnce));
  for (const { organizationId, monitorId, deadline } of overdue)
    await missBeat(systemScope(organizationId, "beat"), { monitorId, deadline }, now);
}

/** A web process says that it listens for heartbeats; silence between two signs is told from the gap. */
export async function noteWebListening(listenerId: string, startedAt: Ms, now: Ms): Promise<void> {
  await inEngine(engineScope(), (tx) => noteListening(tx, { listenerId, startedAt, seenAt: now }));
}

async function settleForgotten(before: Ms, now: Ms): Promise<void> {
  const organizations = await inEngine(engineScope(), (tx) => listOrganizationIds(tx));
  for (const organizationId of organizations) {
    const scope = systemScope(organizationId, "checks");
    for (let ids = await forgottenMonitors(scope, before); ids.length > 0; ) {
      await settleMonitors(scope, ids, now, true);
      ids = await forgottenMonitors(scope, before);
    }
  }
}
