import { inTenant } from "@/db/client";
import { type CustomerTies, countTies, nameCustomers } from "@/db/queries/customer";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";

/** What hangs on customers: how many agreements, periods and credits; a customer without any is left out. */
export function readCustomerTies(
  scope: TenantScope,
  ids: readonly string[],
  now: Ms,
): Promise<ReadonlyMap<string, CustomerTies>> {
  permit(scope, "finance");
  return inTenant(
    scope,
    async (tx) => new Map((await countTies(tx, ids, now)).map((each) => [each.id, each])),
  );
}

/** What customers are called; unknown ids are left out. */
export function readCustomerNames(
  scope: TenantScope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  permit(scope, "finance");
  return inTenant(
    scope,
    async (tx) => new Map((await nameCustomers(tx, ids)).map(({ id, name }) => [id, name])),
  );
}
