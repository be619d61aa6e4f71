import { inTenant, joinTransaction } from "@/db/client";
import { correctionInput } from "@/lib/domain/correction-input";
import { AppError } from "@/lib/domain/errors";
import { importInput } from "@/lib/domain/import";
import { createInvitationInput } from "@/lib/domain/invitation";
import { monitorChange } from "@/lib/domain/monitor";
import { dayMs, formatInstant, hourMs, minuteMs } from "@/lib/domain/time";
import { correctLedger } from "@/lib/operations/correction";
import { importHistory } from "@/lib/operations/import";
import { createInvitation } from "@/lib/operations/invitations";
import { archiveMonitor, updateMonitor } from "@/lib/operations/monitors";
import { prepareRun, recordRun } from "@/lib/operations/runs";
import { requestSignIn } from "@/lib/operations/sign-in";
import { chanceOf, oneOf, whole } from "./chance";
import { answerOf } from "./target";
import { kill, loseConnection } from "./worker";
import { beginning, type Watched, type World } from "./world";

/** What a person does at an instant of the person's own; each success is one act to be found in the audit log. */
type Act = (world: World) => Promise<void>;

/** One act of somebody; a refusal that a person would have met too is no act. */
export async function act(world: World): Promise<void> {
  world.now += minuteMs;
  const acts: readonly [Act, ...Act[]] = [
    correct,
    correct,
    supersede,
    bringHistory,
    pauseOrResume,
    edit,
    invite,
  ];
  const rare: readonly [Act, ...Act[]] = [archive, signIn, runNow, correctInVain];
  const chosen = world.chance() < 0.7 ? oneOf(world.chance, acts) : oneOf(world.chance, rare);
  try {
    await chosen(world);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "internal") throw error;
  }
}

function correction(world: World, more: Record<string, unknown> = {}) {
  const { chance, now, components } = world;
  const to = now - whole(chance, 0, 72) * hourMs;
  const word = chance() < 0.6;
  const state = oneOf(chance, ["operational", "major_outage", "under_maintenance", "unknown"]);
  const body = {
    ...{
      from: formatInstant(to - whole(chance, 1, 40) * hourMs),
      to: formatInstant(to),
      reason: "as it was",
    },
    ...(word ? { state } : { cause: oneOf(chance, ["third_party", "own_fault"]) }),
    ...more,
  };
  const component_id = components[whole(chance, 0, components.length - 1)] ?? "";
  return { ...correctionInput.parse(body), component_id, dry_run: false };
}

async function correct(world: World): Promise<void> {
  const input = correction(world);
  const { entry } = await correctLedger(world.scope, input, world.now);
  world.acts += 1;
  if (entry) world.corrections.push({ ...input, componentId: input.component_id, seq: entry.seq });
}

async function supersede(world: World): Promise<void> {
  const last = world.corrections.at(-1);
  if (!last) return correct(world);
  const made = correction(world, {
    supersedes: last.seq,
    from: formatInstant(last.from),
    to: formatInstant(last.to),
  });
  const input = { ...made, component_id: last.componentId };
  const { entry } = await correctLedger(world.scope, input, world.now);
  world.acts += 1;
  world.corrections.pop();
  if (entry) world.corrections.push({ ...last, seq: entry.seq });
}

/** The connection is lost between the act and its commit: nothing of it may be left, its audit row included. */
async function correctInVain(world: World): Promise<void> {
  const input = correction(world);
  await loseConnection(world, () =>
    inTenant(world.scope, async (tx) => {
      await correctLedger(joinTransaction(world.scope, tx), input, world.now);
      await kill(world, tx.sql);
      await tx.sql`select 1`;
    }),
  );
}

async function bringHistory(world: World): Promise<void> {
  const { chance, components } = world;
  const from = beginning - whole(chance, 1, 40) * dayMs;
  const states = ["operational", "major_outage", "degraded_performance"] as const;
  const entries = [0, 1, 2].map((index) => ({
    from: formatInstant(from + index * 7 * hourMs),
    to: formatInstant(from + (index + 1) * 7 * hourMs),
    state: oneOf(chance, states),
  }));
  const component_id = components[whole(chance, 0, components.length - 1)] ?? "";
  await importHistory(
    world.scope,
    { ...importInput.parse({ source: "Former page", entries }), component_id },
    world.now,
  );
  world.acts += 1;
}

function someMonitor({ monitors, chance }: World): Watched | undefined {
  return monitors[whole(chance, 0, monitors.length - 1)];
}

const isOver = (span: { to: number } | undefined) => span !== undefined && Number.isFinite(span.to);

async function pauseOrResume(world: World): Promise<void> {
  const monitor = world.monitors.find(({ spans }) => isOver(spans.at(-1))) ?? someMonitor(world);
  if (!monitor) return;
  const last = monitor.spans.at(-1);
  const paused = !isOver(last);
  await updateMonitor(world.scope, { id: monitor.id, change: monitorChange.parse({ paused }) }, world.now);
  world.acts += 1;
  if (paused && last) last.to = world.now;
  else monitor.spans.push({ from: world.now, to: Number.POSITIVE_INFINITY });
}

/** Edited thresholds keep what is believed: from then on, only the order of events could tell what is right. */
async function edit(world: World): Promise<void> {
  const monitor = world.chance() < 0.3 ? someMonitor(world) : undefined;
  const name = `renamed ${world.acts}`;
  if (!monitor) {
    const [first] = world.monitors;
    if (first) await updateMonitor(world.scope, { id: first.id, change: { name } }, world.now);
  } else {
    const change = monitorChange.parse({ confirm: { failures: whole(world.chance, 1, 4) }, name });
    await updateMonitor(world.scope, { id: monitor.id, change }, world.now);
    monitor.exact = false;
  }
  world.acts += 1;
}

async function archive(world: World): Promise<void> {
  if (world.monitors.length < 4 || chanceOf(world.seed + world.acts)() < 0.7) return;
  const monitor = world.monitors.pop();
  if (!monitor) return;
  await archiveMonitor(world.scope, { id: monitor.id }, world.now);
  world.acts += 1;
}

async function invite(world: World): Promise<void> {
  const input = createInvitationInput.parse({ email: `p${world.acts}@example.com`, role: "viewer" });
  await createInvitation(world.scope, input, world.now);
  world.acts += 1;
  world.mails += 1;
}

async function signIn(world: World): Promise<void> {
  await requestSignIn({ email: world.ownerAddress, callbackPath: "/", client: "192.0.2.1" }, world.now);
  world.mails += 1;
}

async function runNow(world: World): Promise<void> {
  const [monitor] = world.monitors;
  if (!monitor) return;
  const order = await prepareRun(world.scope, monitor.id, world.now);
  world.acts += 1;
  await recordRun(world.scope, order, answerOf(world.seed, order.target, order.region, world.now));
}
