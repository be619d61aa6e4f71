import { inTenant } from "@/db/client";
import type { SourceRow } from "@/db/queries/provider";
import { engineScope } from "@/lib/auth/scope";
import { type DependencyView, dependencyInput } from "@/lib/domain/dependency";
import type { Poll } from "@/lib/domain/provider-source";
import type { Reading } from "@/lib/domain/reading";
import type { TenantScope } from "@/lib/domain/scope";
import type { State } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { createDependency } from "@/lib/operations/dependencies";
import { followProvider } from "@/lib/operations/provider-following";
import { claimPolls, type Places, storePoll } from "@/lib/operations/provider-polls";
import { chainOf } from "./ledger-rig";

let providers = 0;

/** An address that no other test has. */
export function newAddress(): string {
  providers += 1;
  return `https://provider-${providers}.example/api/v2/summary.json`;
}

export type Parts = Record<string, State | [state: State, name: string]>;

/** A reading of a page that lists all its components; each by its id, named alike unless said otherwise. */
export function reading(overall: State, parts: Parts, changes: Partial<Reading> = {}): Reading {
  const components = Object.entries(parts).map(([id, part]) => {
    const [state, name] = typeof part === "string" ? [part, id] : part;
    return { id, name, group: null, region: null, state };
  });
  return {
    ...{ format: "statuspage-v2-summary", parseError: false, overall, components },
    ...{ openIncidents: [], scheduled: [], counts: { components: components.length, incidents: 0 } },
    ...changes,
  };
}

export function incident(
  id: string,
  startedAt: Ms | null,
  changes: Partial<Reading["openIncidents"][number]> = {},
) {
  return {
    ...{ id, title: `Incident ${id}`, impact: "major", startedAt, updatedAt: startedAt },
    ...{ latestStatus: "investigating", affected: ["API"] },
    ...changes,
  } as Reading["openIncidents"][number];
}

export function read(said: Reading): Poll {
  return {
    kind: "read",
    reading: said,
    documentHash: "0".repeat(64),
    etag: null,
    lastModified: null,
    freshForMs: null,
  };
}

export const failure = (reason = "The provider answered with HTTP 500."): Poll => ({
  kind: "failed",
  reason,
  retryAfterMs: null,
});

type Wanted = { effect?: string; remote_component?: unknown; shown?: boolean };

export function dependOn(
  scope: TenantScope,
  componentId: string,
  url: string,
  wanted: Wanted,
  now: Ms,
): Promise<DependencyView> {
  const format = "statuspage-v2-summary";
  const input = dependencyInput.parse({ component_id: componentId, provider: { url, format }, ...wanted });
  return createDependency(scope, { ...input, place: { slug: null, name: "Fake", url, format } }, now);
}

/** A poll comes to this, and what it says reaches the tenant. */
export async function hear(scope: TenantScope, sourceId: string, poll: Poll, now: Ms): Promise<void> {
  await storePoll(engineScope(), sourceId, poll, now, 0.5);
  await followProvider(scope, sourceId, now);
}

export function claim(now: Ms, places: Partial<Places> = {}): Promise<SourceRow[]> {
  return claimPolls(engineScope(), { well: 1_000, failing: 1_000, ...places }, now);
}

/** What the dependencies of a component have written into its ledger: state and from when. */
export async function wordsOf(scope: TenantScope, componentId: string): Promise<[State | null, Ms][]> {
  const chain = await inTenant(scope, (tx) => chainOf(tx, componentId));
  return chain
    .filter((entry) => entry.source.type === "dependency")
    .map(({ state, effectiveFrom }) => [state, effectiveFrom]);
}
