import type postgres from "postgres";
import { parseInput } from "@/lib/domain/complaint";
import { contractInput } from "@/lib/domain/contract";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { createCustomer } from "@/lib/operations/customers";
import { contractBody } from "./contract-rig";

/** Contracts of one statement of SQL. */
const batchMax = 1_000;

/** As many contracts as `createContract` would leave them, over these components in turn; answers their customer. */
export async function signMany(
  sql: postgres.Sql,
  scope: TenantScope,
  { count, components, startsAt }: { count: number; components: readonly string[]; startsAt: Ms },
): Promise<string> {
  const facts = { external_id: null, email: null, tax_id: null, address: null, accounting: null };
  const customer = await createCustomer(scope, { name: "Northwind", ...facts }, startsAt);
  const bodies = components.map((id) =>
    parseInput(contractInput, contractBody(customer.id, id, startsAt, { settle_hours: 24 })),
  );
  const organization = scope.organizationId;
  for (let start = 0; start < count; start += batchMax) {
    const places = Array.from({ length: Math.min(batchMax, count - start) }, (_, index) => start + index);
    const numbers = places.map((place) => String(place).padStart(22, "0"));
    const signed = places.map((place) => bodies[place % bodies.length]?.commitments[0]);
    await sql`insert into contracts (organization_id, id, customer_id, name, timezone, basis, starts_at, suspended,
        claims, amendment_policy, partial_period, clawback, stacking, settle_hours, created_at, updated_at, version)
      select ${organization}, 'ctr_' || n, ${customer.id}, 'Contract ' || n, 'UTC', 'worst', ${startsAt}, '[]',
        '{"required":false}', 'segment', '{"denominator":"active_only","fee":"prorate_seconds"}', 'never', 'cumulative',
        24, ${startsAt}, ${startsAt}, 1
      from unnest(${numbers}::text[]) as n`;
    await sql`insert into commitments (organization_id, id, contract_id, position, service, "window")
      select ${organization}, 'cmt_' || n, 'ctr_' || n, 0, 'Checkout', '{"type":"calendar_month"}'
      from unnest(${numbers}::text[]) as n`;
    await sql`insert into commitment_terms (organization_id, commitment_id, terms_version, effective_from, terms, fees,
        created_at, created_by)
      select ${organization}, 'cmt_' || n, 1, ${startsAt}, t::jsonb, f::jsonb, ${startsAt}, 'system:bench'
      from unnest(${numbers}::text[], ${signed.map((each) => JSON.stringify(each?.terms))}::text[],
        ${signed.map((each) => JSON.stringify(each?.fees))}::text[]) as given (n, t, f)`;
  }
  return customer.id;
}
