import { inTenant, type TenantTx } from "@/db/client";
import { listComponents, listCompositions } from "@/db/queries/component";
import { commitmentMembers, commitmentsOver, findContracts } from "@/db/queries/contract";
import { findCustomers } from "@/db/queries/customer";
import { allDependencies, type DependencyRow, listDependencies } from "@/db/queries/dependency";
import { listFollowedSources } from "@/db/queries/provider";
import { isWholePage, remoteWords } from "@/lib/domain/dependency";
import { type DependencyGraph, graphOf, standingOn } from "@/lib/domain/dependency-graph";
import type { ShownDependency } from "@/lib/domain/page-view";
import { permit } from "@/lib/domain/permission";
import { isStaleAt } from "@/lib/domain/provider-source";
import type { TenantScope } from "@/lib/domain/scope";
import type { State } from "@/lib/domain/state";
import type { Ms } from "@/lib/domain/time";
import { sourceOf } from "./dependency-view";
import { currentStates } from "./timeline";

/** Who feels it when a part of a provider fails. */
export type Reach = {
  remote: string;
  effect: string;
  component: { id: string; name: string };
  /** What is made of the component, and what of that. */
  above: { id: string; name: string }[];
  /** Null for a reader without the finance grant. */
  promises:
    | { customer: string; customerId: string; contract: string; contractId: string; service: string }[]
    | null;
};

const reachMax = 200;
const componentsMax = 1_000;

/** From a provider's parts to our components, and to the customers and contracts that stand on them. */
export function readReach(scope: TenantScope, sourceId: string): Promise<Reach[]> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    await sourceOf(tx, sourceId);
    const rows = await listDependencies(tx, { limit: reachMax, after: null }, { source_id: sourceId });
    const names = new Map((await allComponents(tx)).map(({ id, name }) => [id, name]));
    const compositions = (await listCompositions(tx)).map(({ id, composition }) => ({
      id,
      of: composition?.of ?? [],
    }));
    const above = new Map(rows.map((row) => [row.id, standingOn([row.componentId], compositions)]));
    const touched = [...new Set([...above.values()].flatMap((ids) => [...ids]))];
    const promises = scope.grants.has("finance") ? await promisesOver(tx, touched) : null;
    return rows.slice(0, reachMax).map((row): Reach => {
      const reached = above.get(row.id) ?? new Set();
      return {
        remote: remoteOf(row),
        effect: row.effect,
        component: { id: row.componentId, name: row.componentName },
        above: [...reached]
          .filter((id) => id !== row.componentId)
          .map((id) => ({ id, name: names.get(id) ?? id })),
        promises: promises && distinct(promises.filter(({ componentId }) => reached.has(componentId))),
      };
    });
  });
}

type Promise_ = { componentId: string } & NonNullable<Reach["promises"]>[number];

/** What was promised to whom over these components, one row per component and service. */
async function promisesOver(tx: TenantTx, componentIds: readonly string[]): Promise<Promise_[]> {
  const found = await Promise.all([commitmentsOver(tx, componentIds), commitmentMembers(tx, componentIds)]);
  const [commitments, members] = found;
  const contracts = await findContracts(tx, [...new Set(commitments.map((each) => each.contractId))]);
  const customers = await findCustomers(tx, [...new Set(contracts.map((each) => each.customerId))]);
  const contractOf = new Map(contracts.map((each) => [each.id, each]));
  const nameOf = new Map(customers.map((each) => [each.id, each.name]));
  return commitments.flatMap((commitment) => {
    const contract = contractOf.get(commitment.contractId);
    if (contract === undefined) return [];
    const { id: contractId, name, customerId } = contract;
    const customer = nameOf.get(customerId) ?? customerId;
    const promise = { customer, customerId, contract: name, contractId, service: commitment.service };
    return (members.get(commitment.id) ?? []).map((componentId) => ({ componentId, ...promise }));
  });
}

function distinct(promises: readonly Promise_[]): NonNullable<Reach["promises"]> {
  const found = new Map(
    promises.map(({ componentId: _member, ...promise }) => [
      `${promise.contractId} ${promise.service}`,
      promise,
    ]),
  );
  return [...found.values()];
}

function remoteOf(row: DependencyRow): string {
  return remoteWords({ id: row.remoteId, name: row.remoteName, region: row.remoteRegion });
}

function allComponents(tx: TenantTx) {
  return listComponents(tx, { limit: componentsMax, after: null }, { archived: false });
}

/** What stands on what: compositions and providers, each with its state now. */
export function readDependencyGraph(scope: TenantScope, now: Ms): Promise<DependencyGraph> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const components = await allComponents(tx);
    const rows = await allDependencies(tx);
    const sources = new Map((await listFollowedSources(tx)).map((source) => [source.id, source]));
    const drawn = new Set([
      ...rows.map((row) => row.componentId),
      ...components.flatMap(({ id, composition }) => (composition ? [id, ...composition.of] : [])),
    ]);
    const states = await currentStates(tx, [...drawn], now);
    const stateOf = (row: DependencyRow): State => {
      const source = sources.get(row.sourceId);
      return source === undefined || isStaleAt(source, now) ? "unknown" : row.state;
    };
    return graphOf(
      components.map(({ id, name, composition }) => ({
        id,
        name,
        composition,
        state: states.get(id)?.state ?? "unknown",
      })),
      rows.map((row) => ({
        componentId: row.componentId,
        sourceId: row.sourceId,
        provider: row.providerName,
        remote: remoteOf(row),
        effect: row.effect,
        state: stateOf(row),
      })),
    );
  });
}

/** Every dependency that is shown, for the page snapshot: one set of queries. */
export async function dependenciesForPages(tx: TenantTx, now: Ms): Promise<ShownDependency[]> {
  const rows = (await allDependencies(tx)).filter((row) => row.shown);
  if (rows.length === 0) return [];
  const sources = new Map((await listFollowedSources(tx)).map((source) => [source.id, source]));
  return rows.map((row) => {
    const source = sources.get(row.sourceId);
    const isLost = source === undefined || isStaleAt(source, now);
    const selector = { id: row.remoteId, name: row.remoteName, region: row.remoteRegion };
    return {
      componentId: row.componentId,
      provider: row.providerName,
      part: isWholePage(selector) ? null : remoteWords(selector),
      state: isLost ? "unknown" : row.state,
      since: row.since,
      heardAt: source?.lastOkAt ?? null,
    };
  });
}
