import type postgres from "postgres";
import { memberScope } from "@/lib/auth/scope";
import { type MonitorInput, monitorInput } from "@/lib/domain/check";
import { componentInput } from "@/lib/domain/component";
import type { Composition } from "@/lib/domain/ledger";
import { pageCreateInput } from "@/lib/domain/page";
import type { TenantScope } from "@/lib/domain/scope";
import { hourMs, type Interval, type Ms } from "@/lib/domain/time";
import { makePartitions } from "@/lib/jobs/partitions";
import { createComponent } from "@/lib/operations/components";
import { createMonitor } from "@/lib/operations/monitors";
import { createOrganization } from "@/lib/operations/organizations";
import { createPage } from "@/lib/operations/pages";
import { type Chance, chanceOf, oneOf, whole } from "./chance";
import { type Post, postOf } from "./post";

/** A Thursday's first second; every world begins here. */
export const beginning: Ms = Date.UTC(2026, 9, 1);

/** A monitor, and what an oracle must know of it besides its outcomes. */
export type Watched = {
  id: string;
  componentId: string;
  input: MonitorInput;
  beatToken: string | null;
  /** When it was watched: cut by pauses and the end; what was believed begins anew in each. */
  spans: Interval[];
  /** False once something happened after which the rules leave more than one timeline open. */
  exact: boolean;
};

export type World = {
  seed: number;
  now: Ms;
  chance: Chance;
  superuser: postgres.Sql;
  scope: TenantScope;
  ownerAddress: string;
  pageId: string;
  components: string[];
  composed: { id: string; definition: Composition }[];
  monitors: Watched[];
  corrections: { componentId: string; seq: number; from: Ms; to: Ms }[];
  /** Acts of people that were answered with success; each leaves one audit row. */
  acts: number;
  /** Mails that must reach somebody. */
  mails: number;
  post: Post;
  /** When the web process that hears heartbeats was started. */
  webSince: Ms;
  /** Outcomes read so far, by run: what was stored once never changes. */
  outcomes: Map<string, string>;
};

const regions = ["local", "eu", "us"] as const;

/** An organization with its components, monitors and page, made through the operations that people use. */
export async function foundWorld(seed: number, superuser: postgres.Sql): Promise<World> {
  const now = beginning;
  const chance = chanceOf(seed);
  await makePartitions(now);
  const slug = `world-${seed}`;
  const ownerAddress = `owner@${slug}.test`;
  const { id, ownerId } = await createOrganization({ slug, name: slug, owner: ownerAddress }, now);
  const scope = memberScope(id, ownerId, "owner");
  const world: World = {
    ...{ seed, now, chance, superuser, scope, ownerAddress, pageId: "", components: [], composed: [] },
    ...{ monitors: [], corrections: [], acts: 0, mails: 0, post: postOf(chance() < 0.5), webSince: now },
    outcomes: new Map(),
  };
  const [{ count: founded = 0 } = {}] = await auditCount(world);
  world.acts = founded;
  for (let index = 0; index < 3; index += 1) await addService(world, index);
  await addComposition(world);
  const page = pageCreateInput.parse({ slug, name: slug, basis: oneOf(chance, ["worst", "measured"]) });
  world.pageId = (await createPage(scope, page, now)).id;
  world.acts += 1;
  return world;
}

export function auditCount({ superuser, scope }: Pick<World, "superuser" | "scope">) {
  return superuser<{ count: number }[]>`
    select count(*)::int as count from audit_entries where organization_id = ${scope.organizationId}`;
}

async function addService(world: World, index: number): Promise<void> {
  const name = `Service ${index}`;
  const { id } = await createComponent(world.scope, componentInput.parse({ name }), world.now);
  world.acts += 1;
  world.components.push(id);
  const kinds = index === 2 ? (["heartbeat", "http"] as const) : (["http"] as const);
  for (const kind of kinds) await addMonitor(world, id, kind);
}

async function addMonitor(world: World, componentId: string, kind: "http" | "heartbeat") {
  const { chance, scope, now } = world;
  const name = `m${world.monitors.length}`;
  const used = regions.slice(0, whole(chance, 1, 3));
  const hours = oneOf(chance, [2, 3, 4]);
  const confirm = {
    failures: whole(chance, 1, 3),
    recoveries: whole(chance, 1, 3),
    quorum: whole(chance, 1, used.length),
  };
  const shared = { component_id: componentId, name, interval_seconds: (hours * hourMs) / 1_000 };
  const http = { type: "http", target: `https://${name}.example.com/`, regions: used, confirm };
  const heartbeat = { type: "heartbeat", settings: { grace_seconds: 3_600 } };
  const down_state = oneOf(chance, ["major_outage", "partial_outage"]);
  const input = monitorInput.parse({ ...shared, ...(kind === "http" ? { ...http, down_state } : heartbeat) });
  const made = await createMonitor(scope, input, now);
  world.acts += 1;
  const beatToken = made.beatUrl?.split("/").at(-1) ?? null;
  const spans = [{ from: now, to: Number.POSITIVE_INFINITY }];
  world.monitors.push({ id: made.id, componentId, input, beatToken, spans, exact: true });
}

async function addComposition(world: World): Promise<void> {
  const { chance, scope, now, components } = world;
  const rule = oneOf(chance, ["all", "any", "k_of_n"]);
  const composition = { rule, of: [...components], ...(rule === "k_of_n" ? { k: 2 } : {}) };
  const input = componentInput.parse({ name: "Whole", composition });
  const { id } = await createComponent(scope, input, now);
  world.acts += 1;
  if (input.composition) world.composed.push({ id, definition: input.composition });
}
