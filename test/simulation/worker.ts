import { inEngine, inTenant } from "@/db/client";
import { insertOutcomes } from "@/db/queries/outcome";
import { claimRuns } from "@/db/queries/schedule";
import { engineScope, systemScope } from "@/lib/auth/scope";
import { lanes } from "@/lib/domain/delivery";
import { secondMs } from "@/lib/domain/time";
import { CheckEngine } from "@/lib/jobs/check-engine";
import { claim } from "@/lib/jobs/claims";
import { deliverBatch } from "@/lib/jobs/deliveries";
import { catchUp, judgeBeats, refresh, sweep } from "@/lib/jobs/verdicts";
import { settle } from "@/lib/operations/verdicts";
import { answerOf, isAwake } from "./target";
import type { World } from "./world";

const clockOf = (world: World) => () => world.now;
const awake = (world: World) =>
  ["local", "eu", "us"].filter((region) => isAwake(world.seed, region, world.now));

/** One or two workers take what is due at this instant, run it, store it and let verdicts follow. */
export async function work(world: World, workers: number): Promise<void> {
  const clock = clockOf(world);
  const engines = Array.from({ length: workers }, (_, index) => engineOf(world, `worker-${index}`));
  await Promise.all(engines.map((engine) => engine.claim()));
  await Promise.all(engines.map((engine) => engine.drain()));
  await judgeBeats(world.now);
  await sweep(clock);
  await refresh(clock);
}

export const wakeUp = (world: World): Promise<void> => catchUp(clockOf(world));

function engineOf(world: World, workerId: string): CheckEngine {
  return new CheckEngine({
    ...{ workerId, regions: awake(world), clock: clockOf(world), claimAheadMs: 0, batchWithinMs: 0 },
    run: async ({ target, region }) => answerOf(world.seed, target, region, world.now),
    signal: new AbortController().signal,
    complain: (what, error) => {
      throw new Error(`the engine complained at ${what}`, { cause: error });
    },
  });
}

/** How far a worker came before it was killed. */
export const deaths = ["claimed", "stored", "settling", "mail claimed", "mail sent"] as const;
export type Death = (typeof deaths)[number];

/** A worker takes what is due and dies; nothing that it had not committed is left of it. */
export async function die(world: World, death: Death): Promise<void> {
  if (death === "mail claimed" || death === "mail sent") return dieWithMail(world, death === "mail sent");
  const { now, seed } = world;
  const request = { organizationId: null, now, aheadMs: 0, limit: 500, graceMs: 10 * secondMs };
  const runs = await inEngine(engineScope(), (tx) =>
    claimRuns(tx, { ...request, regions: awake(world), claimedBy: "dying" }),
  );
  if (death === "claimed") return;
  const rows = runs
    .filter((run) => !run.skipped)
    .map((run) => ({ ...run, runNow: false, outcome: answerOf(seed, run.target, run.region, now) }));
  await inEngine(engineScope(), (tx) => insertOutcomes(tx, rows));
  if (death !== "settling") return;
  const scope = systemScope(world.scope.organizationId, "checks");
  const ids = [...new Set(rows.map((row) => row.monitorId))].sort();
  await loseConnection(world, () =>
    inTenant(scope, async (tx) => {
      await settle(tx, scope, ids, now);
      await kill(world, tx.sql);
      await tx.sql`select 1`;
    }),
  );
}

type Backend = { unsafe(text: string): PromiseLike<readonly { pid?: number }[]> };

/** Ends the connection that `sql` speaks over, as a failing network or server would. */
export async function kill({ superuser }: World, sql: Backend): Promise<void> {
  const [row] = await sql.unsafe("select pg_backend_pid() as pid");
  await superuser`select pg_terminate_backend(${row?.pid ?? 0})`;
}

/** `work` must fail for its lost connection, and for nothing else. */
export async function loseConnection(_world: World, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (/^(57P01|CONNECTION_|ECONNRESET|EPIPE|08)/.test(codeOf(error))) return;
    throw error;
  }
  throw new Error("a transaction outlived its connection");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

async function dieWithMail(world: World, isSent: boolean): Promise<void> {
  const { claimed } = await claim([lanes.urgent, lanes.mail], 10, world.now);
  if (!isSent) return;
  for (const { id, organizationId, address } of claimed) {
    const mail = {
      id,
      organizationId,
      replyTo: null,
      from: "a@b.test",
      to: address,
      subject: "s",
      html: "h",
      text: "t",
      headers: {},
    };
    await world.post.send(mail);
  }
}

/** Two workers send what is due at once. */
export async function mail(world: World): Promise<void> {
  const chances = { clock: clockOf(world), jitter: () => 0.5 };
  await Promise.all([deliverBatch(world.post, chances), deliverBatch(world.post, chances)]);
}
