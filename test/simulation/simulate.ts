import type postgres from "postgres";
import { engineScope } from "@/lib/auth/scope";
import { AppError } from "@/lib/domain/errors";
import { dayMs, hourMs, minuteMs, startOfUtcDay } from "@/lib/domain/time";
import { checkpointLedgers, scrubLedgers } from "@/lib/jobs/ledger";
import { keepPartitions } from "@/lib/jobs/partitions";
import { rollUp } from "@/lib/jobs/rollups";
import { noteWebListening } from "@/lib/jobs/verdicts";
import { recordBeat } from "@/lib/operations/beats";
import { renewPublications } from "@/lib/operations/publish";
import { oneOf, whole } from "./chance";
import { inspect, mailsArrived } from "./invariants";
import { act } from "./people";
import { beatOf } from "./target";
import { Violation } from "./violation";
import { deaths, die, mail, wakeUp, work } from "./worker";
import { beginning, foundWorld, type World } from "./world";

type Failure = { seed: number; day: number; step: number; invariant: string; detail: unknown };
export type Lived = { failure: Failure | null; steps: number; outcomes: number };

/** Lives `days` of the world of `seed`; everything follows from the seed, so a failure can be lived again. */
export async function simulate(seed: number, days: number, superuser: postgres.Sql): Promise<Lived> {
  const world = await foundWorld(seed, superuser);
  const end = beginning + days * dayMs;
  let step = 0;
  try {
    for (let inspected = 0; world.now < end; step += 1) {
      await live(world);
      const day = Math.floor((world.now - beginning) / dayMs);
      if (day < inspected + 4) continue;
      inspected = day;
      await settleDown(world);
      await inspect(world);
    }
    await settleDown(world);
    await inspect(world);
    await untilMailed(world);
    await mailsArrived(world);
    return { failure: null, steps: step, outcomes: world.outcomes.size };
  } catch (error) {
    const day = Math.floor((world.now - beginning) / dayMs);
    const invariant = error instanceof Violation ? error.invariant : "nothing throws";
    const detail =
      error instanceof Violation ? error.detail : String(error instanceof Error ? error.stack : error);
    return { failure: { seed, day, step, invariant, detail }, steps: step, outcomes: world.outcomes.size };
  }
}

/** One turn of the world: time passes, jobs report, workers work or die, people act. */
async function live(world: World): Promise<void> {
  const { chance } = world;
  const before = world.now;
  passTime(world);
  await noteWebListening("web", world.webSince, world.now);
  await beats(world);
  const luck = chance();
  if (luck < 0.08) return die(world, oneOf(chance, deaths));
  if (luck < 0.12) await wakeUp(world);
  await work(world, luck < 0.4 ? 2 : 1);
  await mail(world);
  if (chance() < 0.2) await act(world);
  if (chance() < 0.1) await ledgerJobs(world);
  if (startOfUtcDay(before) !== startOfUtcDay(world.now)) await keepPartitions({}, contextOf(world));
}

const contextOf = ({ now }: World) => ({ now, signal: new AbortController().signal, attempt: 1 });

/** By clockwork; now and then a job is run twice, as a queue may. */
async function ledgerJobs(world: World): Promise<void> {
  const context = contextOf(world);
  const [job, payload] = [oneOf(world.chance, [checkpointLedgers, scrubLedgers, rollUp]), {}];
  await Promise.all(
    world.chance() < 0.3 ? [job(payload, context), job(payload, context)] : [job(payload, context)],
  );
  await renewPublications(engineScope(), world.now);
}

/**
 * Whole minutes, so that nothing on its way decides a silence. Mostly an hour or so; sometimes everything slept for
 * many, and in some worlds the clock was wrong and is set back.
 */
function passTime(world: World): void {
  const { chance } = world;
  const luck = chance();
  world.now += whole(chance, 50, 120) * minuteMs;
  if (luck < 0.02) world.now += whole(chance, 4, 20) * hourMs;
  if (world.seed % 4 !== 3 || luck < 0.99) return;
  world.now = Math.max(beginning + hourMs, world.now - whole(chance, 2, 8) * hourMs);
  for (const monitor of world.monitors) monitor.exact = false;
}

async function beats(world: World): Promise<void> {
  for (const { beatToken, input, spans } of world.monitors) {
    const kind = beatOf(world.seed, input.name, world.now);
    if (beatToken === null || kind === null || Number.isFinite(spans.at(-1)?.to)) continue;
    await recordBeat(beatToken, kind, world.now).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== "limit") throw error;
    });
  }
}

/** A worker that lives on: what died with others is found and done. */
async function settleDown(world: World): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    world.now += 10 * minuteMs;
    await noteWebListening("web", world.webSince, world.now);
    await wakeUp(world);
    await work(world, 1);
  }
}

async function untilMailed(world: World): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) {
    world.now += hourMs;
    await mail(world);
  }
}
