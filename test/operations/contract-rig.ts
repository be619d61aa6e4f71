import { parseInput } from "@/lib/domain/complaint";
import type { ContractInput } from "@/lib/domain/contract";
import { contractInput } from "@/lib/domain/contract";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { createContract } from "@/lib/operations/contracts";
import { createCustomer } from "@/lib/operations/customers";
import { listStatements } from "@/lib/operations/statements";

type Json = Record<string, unknown>;

/** What terms change that promise `percent`: the target, and tiers that begin where it ends. */
export function promising(percent: string): Json {
  const tier = (id: string, upper: string, credit_percent: string) => {
    return { id, upper, upper_inclusive: false, credit_percent };
  };
  const tiers = [tier("T1", percent, "10"), tier("T2", "95", "25")];
  return { target: { percent, meets: ">=" }, credit: { mode: "tiered", tiers } };
}

/** Terms over one component: 99.9 %, 10 % below it, 25 % below 99, as a client would send them. */
export function termsOf(componentId: string, changes: Json = {}): Json {
  return {
    measurement: { method: "time" },
    components: { rule: "any_down", members: [{ component: componentId, weight: "1" }] },
    state_factors: {
      operational: "0",
      degraded_performance: "0",
      partial_outage: "1",
      major_outage: "1",
    },
    unknown: { policy: "up", max_percent: "5" },
    min_outage: null,
    maintenance: {
      exclude: true,
      notice_seconds: 86_400,
      cap_seconds: null,
      cap_scope: "period",
      unqualified_state: "operational",
    },
    cause_exclusions: ["force_majeure"],
    exclusion_mode: "remove_from_denominator",
    service_hours: null,
    target: { percent: "99.9", meets: ">=" },
    comparison: { decimals: null, rounding: "half_up" },
    credit: {
      mode: "tiered",
      tiers: [
        { id: "T1", upper: "99.9", upper_inclusive: false, credit_percent: "10" },
        { id: "T2", upper: "99", upper_inclusive: false, credit_percent: "25" },
      ],
    },
    cap: { percent_of_fee: null, absolute_minor: null },
    minimum: { minor: 0, op: ">=" },
    carry_forward: false,
    money_rounding: "half_up",
    ...changes,
  };
}

/** A month's contract as a client would send it. */
export function contractBody(
  customerId: string,
  componentId: string,
  startsAt: Ms,
  changes: Json = {},
): Json {
  const { terms, window, counts, fees, ...contract } = changes;
  return {
    customer_id: customerId,
    name: "Master agreement",
    timezone: "UTC",
    starts_at: formatInstant(startsAt),
    commitments: [
      {
        service: "Checkout",
        window: window ?? { type: "calendar_month" },
        fees: fees ?? { currency: "EUR", amount_minor: 100_000 },
        ...(counts === undefined ? {} : { counts }),
        terms: terms ?? termsOf(componentId),
      },
    ],
    ...contract,
  };
}

/** A customer and a contract over one component, with all statements begun by `now`. */
export async function signed(
  scope: TenantScope,
  componentId: string,
  { startsAt, now, ...changes }: { startsAt: Ms; now: Ms } & Json,
) {
  const customer = await createCustomer(
    scope,
    { name: "Northwind", external_id: null, email: null, tax_id: null, address: null, accounting: null },
    now,
  );
  const body = contractBody(customer.id, componentId, startsAt, changes);
  const input: ContractInput = parseInput(contractInput, body);
  const contract = await createContract(scope, input, now);
  return { customer, contract };
}

/** The statements of a contract, oldest period first. */
export async function statementsOf(scope: TenantScope, contractId: string, now: Ms) {
  const { items } = await listStatements(scope, { contract_id: contractId, limit: 200 }, now);
  return items.toReversed();
}
