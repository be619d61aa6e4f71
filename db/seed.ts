import { inGlobal, inTenant, joinTransaction } from "@/db/client";
import { insertDemoServices, listDemoServices } from "@/db/queries/demo";
import { findOrganizationBySlug } from "@/db/queries/organization";
import { systemScope } from "@/lib/auth/scope";
import { monitorInput } from "@/lib/domain/check";
import { componentInput } from "@/lib/domain/component";
import { dependencyInput } from "@/lib/domain/dependency";
import { importInput } from "@/lib/domain/import";
import { pageCreateInput } from "@/lib/domain/page";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { createComponent } from "@/lib/operations/components";
import { createDependency } from "@/lib/operations/dependencies";
import { importHistory } from "@/lib/operations/import";
import { createMonitor } from "@/lib/operations/monitors";
import { createOrganization } from "@/lib/operations/organizations";
import { createPage } from "@/lib/operations/pages";
import { seedContracts } from "./seed-contracts";
import { demoComponents, historyOf } from "./seed-history";
import { tellPlans, tellStories } from "./seed-stories";
import { promisedByProvider } from "./seed-upstream";

/** Who the first sign-in link is for. */
export const demoOwnerEmail = "owner@demo.example";

/**
 * The demo organization: a shop with a year's habits, watched for real. Everything is written through the same
 * operations as anybody's data, in one transaction, so that an interrupted seed leaves nothing and is done again.
 */
export async function seedDemo(now: Ms): Promise<void> {
  const known = await inGlobal((tx) => findOrganizationBySlug(tx, "demo"));
  const { id } =
    known ?? (await createOrganization({ slug: "demo", name: "Northwind Shop", owner: demoOwnerEmail }, now));
  const scope = systemScope(id, "seed");
  await inTenant(scope, async (tx) => {
    if ((await listDemoServices(tx)).length > 0) return;
    await fill(joinTransaction(scope, tx), now);
    const services = demoComponents.flatMap(({ service }) => (service === null ? [] : [service]));
    await insertDemoServices(tx, [...services, demoProvider], now);
  });
}

async function fill(scope: TenantScope, now: Ms): Promise<void> {
  const ids = new Map<string, string>();
  for (const [position, { name, description, group, composedOf }] of demoComponents.entries()) {
    const of = (composedOf ?? []).flatMap((member) => ids.get(member) ?? []);
    const composition = of.length > 0 ? { rule: "any", of } : null;
    const input = componentInput.parse({ name, description, group, position, composition });
    ids.set(name, (await createComponent(scope, input, now)).id);
  }
  for (const component of demoComponents) {
    const id = ids.get(component.name);
    if (id === undefined) continue;
    const source = "Migrated from the previous status page";
    const entries = historyOf(component, now);
    await importHistory(scope, { component_id: id, ...importInput.parse({ source, entries }) }, now);
    const target = targetOf(component);
    if (target !== null) await watch(scope, id, component.name, target, now);
  }
  await tellStories(scope, ids, now);
  await seedContracts(scope, ids, now);
  await standOnProvider(scope, ids, now);
  const page = pageCreateInput.parse({
    slug: "demo",
    name: "Northwind Shop",
    locales: ["en", "de"],
    timezone: "Europe/Berlin",
  });
  await tellPlans(scope, (await createPage(scope, page, now)).id, ids, now);
}

/** The demo's own third party, switched like its services; its page is served by the demo target. */
const demoProvider = "cardhouse";

async function standOnProvider(scope: TenantScope, ids: ReadonlyMap<string, string>, now: Ms): Promise<void> {
  const { demoTargetPort } = env();
  const componentId = ids.get("Checkout");
  if (componentId === undefined || demoTargetPort === null) return;
  const format = "statuspage-v2-summary" as const;
  const url = `http://127.0.0.1:${demoTargetPort}/provider/${demoProvider}/api/v2/summary.json`;
  const input = dependencyInput.parse({
    component_id: componentId,
    provider: { url, format },
    remote_component: "Card payments",
    shown: true,
  });
  const place = { slug: null, name: "Cardhouse", url, format };
  const { provider } = await createDependency(scope, { ...input, place }, now);
  await promisedByProvider(scope, provider.sourceId, componentId, now);
}

/** The built-in demo target, or this app itself. */
function targetOf(component: (typeof demoComponents)[number]): string | null {
  const { demoTargetPort, port } = env();
  if (component.ownPath !== null) return `http://127.0.0.1:${port}${component.ownPath}`;
  return component.service === null
    ? null
    : `http://127.0.0.1:${demoTargetPort ?? port}/${component.service}`;
}

async function watch(scope: TenantScope, componentId: string, name: string, target: string, now: Ms) {
  const input = monitorInput.parse({
    component_id: componentId,
    name: `${name} answers`,
    type: "http",
    target,
    interval_seconds: 10,
    timeout_ms: 3_000,
    degraded_after_ms: 800,
    assertions: [{ type: "status", in: [200] }],
  });
  await createMonitor(scope, input, now);
}
