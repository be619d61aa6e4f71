import { localDate, startOfDate } from "@/lib/domain/sla/calendar";
import { defaultTerms, tiers } from "@/lib/domain/sla/default-terms";
import type { Terms } from "@/lib/domain/sla/terms";
import type { Window } from "@/lib/domain/sla/vector";
import { formatInstant, type Ms } from "@/lib/domain/time";

/** Where the demo's months begin. */
export const demoZone = "Europe/Berlin";

/** The start of the month so many months before the present one. */
export function monthStart(now: Ms, monthsBefore: number): Ms {
  const [year = 0, month = 1] = localDate(now, demoZone).split("-").map(Number);
  const index = year * 12 + month - 1 - monthsBefore;
  const text = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`;
  return startOfDate(text, demoZone);
}

type Promise = {
  service: string;
  window?: Window;
  counts?: "reported";
  currency: string;
  fee: number;
  terms: Partial<Terms>;
};

/** Contracts settle at once in the demo, so that what is over is ready to close on any day. */
function agreed(name: string, startsAt: Ms, promise: Promise, more: Record<string, unknown> = {}) {
  const { service, window = { type: "calendar_month" }, counts, currency, fee, terms } = promise;
  return {
    ...{ name, timezone: demoZone, starts_at: formatInstant(startsAt), settle_hours: 0 },
    commitments: [
      {
        ...{ service, window, ...(counts ? { counts } : {}) },
        fees: { currency, amount_minor: fee, tax_percent: "19" },
        terms: { ...defaultTerms, ...terms },
      },
    ],
    ...more,
  };
}

function customer(external_id: string, name: string, email: string, address: string) {
  const accounting = { gl_account: "4730", cost_centre: "SLA", tax_code: "S19" };
  return { external_id, name, email, address, tax_id: `DE81${external_id.slice(2)}0427`, accounting };
}

type Members = Terms["components"];
type IdOf = (name: string) => string;

/** Five agreements, each of another shape. */
export function demoAgreements(idOf: IdOf, now: Ms) {
  const over = (rule: Members["rule"], ...names: string[]): Members => ({
    rule,
    members: names.map((name) => ({ component: idOf(name), weight: "1" })),
  });
  return [tiered(over, now), errorRate(over, now), quarterly(over, now), linear(over, now), hours(over, now)];
}

type Over = (rule: Members["rule"], ...names: string[]) => Members;

function tiered(over: Over, now: Ms) {
  return {
    customer: customer("C-1001", "Tailspin Toys", "accounts@tailspin.example", "Lindenstr. 12\n10969 Berlin"),
    contract: agreed("Platform agreement", monthStart(now, 2), {
      ...{ service: "Checkout", currency: "EUR", fee: 480_000 },
      terms: { components: over("any_down", "Checkout") },
    }),
  };
}

/** As S3 counts: the mean error rate of every five minutes, from what the shop reports. */
function errorRate(over: Over, now: Ms) {
  return {
    customer: customer("C-1002", "Fabrikam Media", "billing@fabrikam.example", "Hafenweg 3\n20457 Hamburg"),
    contract: agreed("API agreement", monthStart(now, 1), {
      ...{ service: "Public API", currency: "USD", fee: 1_250_000, counts: "reported" },
      terms: {
        components: over("any_down", "Public API"),
        measurement: { method: "interval_error_rate", interval_seconds: 300, empty_interval: "zero_error" },
        cause_exclusions: [],
        minimum: { minor: 100, op: ">" },
      },
    }),
  };
}

/** A quarter that is anchored where this customer's year begins, and credits that must be claimed. */
function quarterly(over: Over, now: Ms) {
  const start = monthStart(now, 3);
  const fiscal_start_month = Number(localDate(start, demoZone).slice(5, 7));
  const claims = { required: true, deadline: { kind: "end_of_nth_following_period", n: 1 } };
  const contract = agreed(
    "Storefront agreement",
    start,
    {
      ...{ service: "Storefront", currency: "EUR", fee: 2_700_000 },
      window: { type: "calendar_quarter", fiscal_start_month },
      terms: {
        components: over("any_down", "Website", "Search", "Checkout"),
        target: { percent: "99.95", meets: ">=" },
        credit: { mode: "tiered", tiers: tiers(["99.95", "10"], ["99.5", "20"], ["99", "50"]) },
        cap: { percent_of_fee: "50", absolute_minor: null },
      },
    },
    { claims },
  );
  return {
    customer: customer("C-1003", "Contoso Airlines", "sla@contoso.example", "Flughafenallee 1\n28199 Bremen"),
    contract,
  };
}

/** Five percent for every begun hour, never more than thirty. */
function linear(over: Over, now: Ms) {
  return {
    customer: customer(
      "C-1004",
      "Woodgrove Bank",
      "vendor@woodgrove.example",
      "Taunusanlage 8\n60329 Frankfurt",
    ),
    contract: agreed("Payments agreement", monthStart(now, 2), {
      ...{ service: "Card payments", currency: "EUR", fee: 900_000 },
      terms: {
        components: over("any_down", "Card payments", "Webhooks"),
        target: { percent: "99.99", meets: ">=" },
        min_outage: { seconds: 180, op: ">", mode: "threshold", scope: "full_outage" },
        credit: {
          ...{ mode: "per_unit", unit_seconds: 3_600, percent_per_unit: "5", unit_rounding: "ceil" },
          ...{ unit_scope: "aggregate", allowance: "none" },
        },
        cap: { percent_of_fee: "30", absolute_minor: null },
      },
    }),
  };
}

/** Only office hours count. */
function hours(over: Over, now: Ms) {
  return {
    customer: customer(
      "C-1005",
      "Lakeshore Clinics",
      "it@lakeshore.example",
      "Seestr. 44\n88045 Friedrichshafen",
    ),
    contract: agreed("Office-hours agreement", monthStart(now, 2), {
      ...{ service: "Sign-in", currency: "CHF", fee: 210_000 },
      terms: {
        components: over("any_down", "Sign-in"),
        target: { percent: "99.5", meets: ">=" },
        credit: { mode: "tiered", tiers: tiers(["99.5", "15"], ["98", "40"]) },
        service_hours: {
          timezone: demoZone,
          weekly: [{ days: [1, 2, 3, 4, 5], from: "07:00", to: "19:00" }],
          holidays: [],
        },
      },
    }),
  };
}
