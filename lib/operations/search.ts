import { inTenant } from "@/db/client";
import { listComponents } from "@/db/queries/component";
import { listContracts } from "@/db/queries/contract";
import { listCustomers } from "@/db/queries/customer";
import { listIncidents } from "@/db/queries/incident";
import { listMonitorSummaries } from "@/db/queries/monitor";
import { listPublishedPages } from "@/db/queries/page";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";

export type FoundObject = {
  type: "component" | "incident" | "monitor" | "page" | "customer" | "contract";
  id: string;
  name: string;
};

/** At most this many of each kind. */
const foundMax = 6;

/**
 * Components, incidents, monitors and pages that have `text` in their name (or target, or description); to whoever may see
 * finance also customers and contracts.
 */
export function searchObjects(scope: TenantScope, text: string, now: Ms): Promise<FoundObject[]> {
  permit(scope, "read");
  const page = { limit: foundMax, after: null };
  const filter = { q: text.slice(0, 200), archived: false };
  return inTenant(scope, async (tx) => {
    const isFinance = scope.grants.has("finance");
    const [components, incidents, monitors, pages, customers, contracts] = await Promise.all([
      listComponents(tx, page, filter),
      listIncidents(tx, { limit: foundMax, before: null }, filter),
      listMonitorSummaries(tx, page, filter, now),
      listPublishedPages(tx),
      isFinance ? listCustomers(tx, page, filter) : [],
      isFinance ? listContracts(tx, page, { q: filter.q }, now) : [],
    ]);
    const found = (type: FoundObject["type"], rows: readonly { id: string; name: string }[]) =>
      rows.slice(0, foundMax).map(({ id, name }) => ({ type, id, name }));
    const named = pages.filter((each) => each.name.toLowerCase().includes(filter.q.toLowerCase()));
    return [
      ...found("component", components),
      ...found(
        "incident",
        incidents.map(({ id, title }) => ({ id, name: title })),
      ),
      ...found("monitor", monitors),
      ...found("page", named),
      ...found("customer", customers),
      ...found("contract", contracts),
    ];
  });
}
