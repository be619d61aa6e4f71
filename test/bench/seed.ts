import { systemScope } from "@/lib/auth/scope";
import { componentInput } from "@/lib/domain/component";
import type { TenantScope } from "@/lib/domain/scope";
import type { State } from "@/lib/domain/state";
import { dayMs, hourMs, type Ms, minuteMs } from "@/lib/domain/time";
import { createComponent } from "@/lib/operations/components";
import { importHistory } from "@/lib/operations/import";
import { createOrganization } from "@/lib/operations/organizations";

/** An organization of its own for a bench, acting as the system does. */
export async function newTenant(slug: string, now: Ms): Promise<TenantScope> {
  const owner = "bench@example.com";
  const { id } = await createOrganization({ slug, name: "Bench", owner }, now);
  return systemScope(id, "bench");
}

/** Ids of `count` new components in groups of ten. */
export async function newComponents(scope: TenantScope, count: number, now: Ms): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = `Service ${index + 1}`;
    const group = `Group ${Math.floor(index / 10) + 1}`;
    ids.push((await createComponent(scope, componentInput.parse({ name, group, position: index }), now)).id);
  }
  return ids;
}

type Stretch = { from: Ms; to: Ms; state: State };

/** History without a gap over [from, to): up but for an outage of up to two hours about every `everyDays` days. */
export async function importPast(
  scope: TenantScope,
  componentId: string,
  { from, to, everyDays }: { from: Ms; to: Ms; everyDays: number },
): Promise<void> {
  const entries: Stretch[] = [];
  const random = randomOf(componentId);
  let at = from;
  while (at < to) {
    const upTo = Math.min(to, at + Math.ceil((0.5 + random()) * everyDays * dayMs));
    entries.push({ from: at, to: upTo, state: "operational" });
    const downTo = Math.min(to, upTo + minuteMs + Math.ceil(random() * 2 * hourMs));
    const state = random() < 0.5 ? "major_outage" : "degraded_performance";
    if (upTo < downTo) entries.push({ from: upTo, to: downTo, state });
    at = downTo;
  }
  await importHistory(scope, { component_id: componentId, source: "Bench", entries }, to);
}

/** Numbers in [0, 1) that depend on the text alone (mulberry32). */
function randomOf(text: string): () => number {
  let seed = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
