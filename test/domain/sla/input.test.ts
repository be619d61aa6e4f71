import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { plainTerms, plainVector, row, run } from "./rig";

/** The fields a vector is refused for. */
function refusedFor(vector: unknown): string[] {
  try {
    run(vector);
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid") return error.errors.map(({ path }) => path);
    throw error;
  }
  return [];
}

const terms = (more: object) => plainVector({}, {}, more);
const contract = (more: object) => ({ ...plainVector(), contract: { ...plainVector().contract, ...more } });
const vector = (more: object) => ({ ...plainVector(), ...more });

describe("wrong input is refused, naming its field", () => {
  const tiers = (count: number, upper: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => {
      return { id: `T${index}`, upper: upper(index), upper_inclusive: false, credit_percent: "10" };
    });
  const T = "contract.terms";

  it.each<[string, string, unknown]>([
    ["a negative fee", "fees.amount_minor", vector({ fees: { currency: "USD", amount_minor: -1 } })],
    ["half a cent", "fees.amount_minor", vector({ fees: { currency: "USD", amount_minor: 10.5 } })],
    ["an unknown currency", "fees.currency", vector({ fees: { currency: "XXQ", amount_minor: 1 } })],
    [
      "tax inside at no rate",
      "fees.tax_percent",
      vector({ fees: { currency: "USD", amount_minor: 1, amount_includes_tax: true } }),
    ],
    ["an unknown zone", "contract.timezone", contract({ timezone: "Mars/Olympus" })],
    ["an unknown field", "contract.grace", contract({ grace: 1 })],
    ["what is expected", "expected", vector({ expected: {} })],
    [
      "a contract that ends before it starts",
      "contract.ends_at",
      contract({ starts_at: "2025-06-02T00:00:00Z", ends_at: "2025-06-01T00:00:00Z" }),
    ],
    ["a period before the contract", "period", contract({ starts_at: "2025-07-01T00:00:00Z" })],
    ["a period after the contract", "period", contract({ ends_at: "2025-06-01T00:00:00Z" })],
    [
      "a month of a quarter's window",
      "period.month",
      contract({ window: { type: "calendar_quarter", fiscal_start_month: 1 } }),
    ],
    [
      "a period that picks too much",
      "period.quarter",
      vector({ period: { year: 2025, month: 6, quarter: 2 } }),
    ],
    ["a thirteenth month", "period.month", vector({ period: { year: 2025, month: 13 } })],
    [
      "a date that does not exist",
      "period.end_date",
      {
        ...contract({ window: { type: "rolling_days", days: 7, basis: "elapsed" } }),
        period: { end_date: "2025-02-29" },
      },
    ],
    [
      "a fixed period turned around",
      "period.to",
      {
        ...contract({ window: { type: "fixed" } }),
        period: { from: "2025-06-02T00:00:00Z", to: "2025-06-02T00:00:00Z" },
      },
    ],
    [
      "a fixed period of a century",
      "period.to",
      {
        ...contract({ window: { type: "fixed" } }),
        period: { from: "1925-06-02T00:00:00Z", to: "2025-06-02T00:00:00Z" },
      },
    ],
    [
      "a time without a zone",
      "ledger.0.from",
      vector({ ledger: [row("03T10:00", null, { from: "2025-06-03T10:00:00" })] }),
    ],
    ["a row turned around", "ledger.0.to", vector({ ledger: [row("03T10:00", "03T09:00")] })],
    [
      "a state nobody knows",
      "ledger.0.state",
      vector({ ledger: [{ ...row("03T10:00", null), state: "wobbly" }] }),
    ],
    [
      "more affected than all",
      "ledger.0.affected_ratio",
      vector({ ledger: [row("03T10:00", null, { affected_ratio: "1.01" })] }),
    ],
    [
      "a signed decimal",
      "ledger.0.affected_ratio",
      vector({ ledger: [row("03T10:00", null, { affected_ratio: "-0.5" })] }),
    ],
    [
      "more bad than all",
      "intervals.0.bad",
      vector({ intervals: [{ from: "2025-06-03T10:00:00Z", repeat: 1, total: 1, bad: 2 }] }),
    ],
    [
      "a percentage over a hundred",
      `${T}.target.percent`,
      terms({ target: { percent: "100.0001", meets: ">=" } }),
    ],
    ["a number for a decimal", `${T}.target.percent`, terms({ target: { percent: 99.9, meets: ">=" } })],
    [
      "two tiers of one bound",
      `${T}.credit.tiers.1.upper`,
      terms({ credit: { mode: "tiered", tiers: tiers(2, (index) => ["99.9", "99.900"][index] ?? "") } }),
    ],
    [
      "ten thousand tiers",
      `${T}.credit.tiers`,
      terms({ credit: { mode: "tiered", tiers: tiers(10_000, (index) => `0.${index + 1}1`) } }),
    ],
    ["a credit of no mode", `${T}.credit.mode`, terms({ credit: { mode: "lottery" } })],
    [
      "steps of nothing",
      `${T}.credit.step_percent`,
      terms({
        credit: { mode: "per_shortfall", step_percent: "0.0", percent_per_step: "1", step_rounding: "exact" },
      }),
    ],
    [
      "downtime paid where none is measured",
      `${T}.credit.mode`,
      terms({
        measurement: { method: "request_ratio", interval_seconds: 60 },
        credit: { mode: "proportional", multiplier: "1", allowance: "none", denominator: "period" },
      }),
    ],
    [
      "downtime beyond the budget that a target of 100 does not leave",
      `${T}.credit.allowance`,
      terms({
        target: { percent: "100.0", meets: ">=" },
        credit: { mode: "proportional", multiplier: "1", allowance: "beyond_target", denominator: "period" },
      }),
    ],
    [
      "buckets of nothing",
      `${T}.measurement.bucket_seconds`,
      terms({
        measurement: { method: "bucket_count", bucket_seconds: 0, bucket_rule: "any", min_consecutive: 1 },
      }),
    ],
    ["no members", `${T}.components.members`, terms({ components: { rule: "any_down", members: [] } })],
    [
      "a member twice",
      `${T}.components.members.1.component`,
      terms({
        components: {
          rule: "any_down",
          members: [
            { component: "api", weight: "1" },
            { component: "api", weight: "1" },
          ],
        },
      }),
    ],
    [
      "weights of nothing",
      `${T}.components.members`,
      terms({ components: { rule: "weighted", members: [{ component: "api", weight: "0" }] } }),
    ],
    [
      "hours over midnight in one entry",
      `${T}.service_hours.weekly.0.to`,
      terms({
        service_hours: { timezone: "UTC", weekly: [{ days: [1], from: "22:00", to: "06:00" }], holidays: [] },
      }),
    ],
    [
      "two amendments at once",
      "contract.amendments.1.effective_from",
      contract({
        amendments: [1, 2].map(() => ({ effective_from: "2025-06-02T00:00:00Z", terms: plainTerms })),
      }),
    ],
  ])("%s: %s", (_, path, wrong) => {
    expect(refusedFor(wrong)).toContain(path);
  });

  it("counts off the grid, or over one another, are refused by the engine itself", () => {
    const measurement = { method: "request_ratio", interval_seconds: 300 };
    const counts = (...froms: string[]) =>
      refusedFor({
        ...terms({ measurement }),
        intervals: froms.map((from) => ({ from, repeat: 2, total: 5, bad: 0 })),
      });
    expect(counts("2025-06-03T10:01:00Z")).toEqual(["intervals.0.from"]);
    expect(counts("2025-06-03T10:05:00Z", "2025-06-03T10:00:00Z")).toEqual(["intervals.0.from"]);
    expect(counts("2025-06-03T10:10:00Z", "2025-06-03T10:00:00Z")).toEqual([]);
  });

  it("sizes without bound are refused before they cost anything", () => {
    const ledger = Array.from({ length: 100_001 }, () => row("03T10:00", "03T11:00"));
    expect(refusedFor(vector({ ledger }))).toEqual(["ledger"]);
    const members = Array.from({ length: 200 }, (_, index) => ({ component: `c${index}`, weight: "1" }));
    const forAll = ledger.slice(1).map((each) => ({ ...each, component: "*" }));
    const heavy = { ...terms({ components: { rule: "weakest", members } }), ledger: forAll };
    expect(refusedFor(heavy)).toEqual(["ledger"]);
  });

  it("nothing a client can send makes anything but a result or a refusal", () => {
    const base = JSON.parse(JSON.stringify(plainVector({ ledger: [row("03T10:00", "03T11:00")] })));
    const paths = leaves(base, []);
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("", "1e999", "9".repeat(30), -1, 1e300, "2025-13-01T00:00:00Z", null),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), junk, (path, value) => {
        const wrong = structuredClone(base);
        set(wrong, path, value);
        refusedFor(wrong);
      }),
      { numRuns: 1_000 },
    );
  });
});

type Path = (string | number)[];

function leaves(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, each]) => leaves(each, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function set(target: Record<string, unknown>, [key, ...rest]: Path, value: unknown): void {
  if (key === undefined) return;
  if (rest.length === 0) target[key] = value;
  else set(target[key] as Record<string, unknown>, rest, value);
}
