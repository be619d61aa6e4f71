import fc from "fast-check";
import { cellMs } from "./grid-oracle";
import { plainVector, type RawRow, type RawTerms, type RawVector } from "./rig";

/** A Friday evening: the weekday changes inside the period. */
const origin = Date.parse("2025-06-06T21:00:00Z");
export const periodCells = 300;

export const instantOf = (cell: number) => new Date(origin + cell * cellMs).toISOString();
const cell = fc.integer({ min: -60, max: periodCells + 60 });

const members = ["api", "web", "db"];

const state = fc.constantFrom<RawRow["state"]>(
  "operational",
  "degraded_performance",
  "partial_outage",
  "major_outage",
  "under_maintenance",
  "under_maintenance",
  "unknown",
);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const anyRow: fc.Arbitrary<RawRow> = fc
  .record({
    component: fc.constantFrom(...members, "*", "elsewhere"),
    from: cell,
    cells: fc.integer({ min: 0, max: 90 }),
    open: fc.integer({ min: 0, max: 9 }),
    state,
    ratio: optional(fc.constantFrom("0.5", "0.25", "1", "0")),
    cause: optional(fc.constantFrom("force_majeure", "ours")),
    notice: optional(fc.integer({ min: 0, max: 20 })),
    plannedShift: optional(fc.integer({ min: -15, max: 15 })),
    plannedCells: optional(fc.integer({ min: 1, max: 60 })),
  })
  .map(({ component, from, cells, open, state: said, ratio, cause, notice, plannedShift, plannedCells }) => {
    const planned = from + (plannedShift ?? 0);
    return {
      ...{ component, from: instantOf(from), to: open === 0 ? null : instantOf(from + cells), state: said },
      ...(ratio === undefined ? {} : { affected_ratio: ratio }),
      ...(cause === undefined ? {} : { cause }),
      ...(notice === undefined ? {} : { announced_at: instantOf(planned - notice) }),
      ...(plannedShift === undefined ? {} : { planned_from: instantOf(planned) }),
      ...(plannedCells === undefined ? {} : { planned_to: instantOf(planned + plannedCells) }),
    };
  });

const seconds = (max: number) => fc.integer({ min: 0, max }).map((minutes) => minutes * 60);

const minOutage = fc.record({
  seconds: seconds(40),
  op: fc.constantFrom(">=" as const, ">" as const),
  mode: fc.constantFrom("threshold" as const, "deductible" as const),
  scope: fc.constantFrom("full_outage" as const, "within_period" as const),
});

const serviceHours = fc.record({
  timezone: fc.constant("UTC"),
  weekly: fc.constantFrom<NonNullable<RawTerms["service_hours"]>["weekly"]>(
    [{ days: [5], from: "21:30", to: "23:10" }],
    [
      { days: [5, 6], from: "22:00", to: "24:00" },
      { days: [6], from: "00:20", to: "01:05" },
    ],
  ),
  holidays: fc.constantFrom<string[]>([], ["2025-06-07"]),
});

const anyTerms: fc.Arbitrary<Partial<RawTerms>> = fc.record({
  components: fc.record({
    rule: fc.constantFrom("any_down" as const, "all_down" as const, "weighted" as const),
    members: fc
      .subarray(members, { minLength: 1 })
      .map((names) => names.map((component, index) => ({ component, weight: String(2 * index + 1) }))),
  }),
  state_factors: fc.constant({
    operational: "0",
    degraded_performance: "0.25",
    partial_outage: "0.5",
    major_outage: "1",
  }),
  unknown: fc.record({
    policy: fc.constantFrom("up" as const, "down" as const, "excluded" as const),
    max_percent: fc.constant(null),
  }),
  min_outage: fc.option(minOutage, { nil: null }),
  maintenance: fc.record({
    exclude: fc.boolean(),
    notice_seconds: seconds(10),
    cap_seconds: fc.option(seconds(60)),
    cap_scope: fc.constantFrom("period" as const, "calendar_year" as const),
    unqualified_state: fc.constantFrom(
      "major_outage" as const,
      "partial_outage" as const,
      "operational" as const,
    ),
  }),
  exclusion_mode: fc.constantFrom("remove_from_denominator" as const, "count_as_up" as const),
  service_hours: fc.option(serviceHours, { nil: null }),
});

/** A fixed window of five hours, with rows that overlap it, each other and its ends. */
export const anyVector: fc.Arbitrary<RawVector> = fc
  .record({
    terms: anyTerms,
    ledger: fc.array(anyRow, { maxLength: 9 }),
    gap: fc.constantFrom("operational" as const, "unknown" as const),
    used: seconds(30),
    suspended: fc.option(fc.tuple(cell, fc.integer({ min: 0, max: 60 })), { freq: 2 }),
  })
  .map(({ terms, ledger, gap, used, suspended }) =>
    plainVector(
      {
        period: {
          from: instantOf(0),
          to: instantOf(periodCells),
          maintenance_used_before_seconds: used,
        },
        ledger_gap_state: gap,
        ledger,
      },
      {
        window: { type: "fixed" },
        suspended: suspended
          ? [{ from: instantOf(suspended[0]), to: instantOf(suspended[0] + suspended[1]) }]
          : [],
      },
      terms,
    ),
  );
