import { describe, expect, it } from "vitest";
import { plainTerms, plainVector, type RawRow, type RawTerms, row, run } from "./rig";

const announced = { state: "under_maintenance" as const, announced_at: "2025-05-01T00:00:00Z" };
const under = (terms: Partial<RawTerms>, ledger: RawRow[]) => run(plainVector({ ledger }, {}, terms));
const minimum = (seconds: number, more: Partial<NonNullable<RawTerms["min_outage"]>> = {}) => ({
  min_outage: { seconds, op: ">=", mode: "threshold", scope: "full_outage", ...more } as const,
});

describe("tiers and targets at their edges", () => {
  const held = (seconds: number, terms: Partial<RawTerms> = {}) => {
    const to = new Date(Date.parse("2025-06-03T00:00:00Z") + seconds * 1000).toISOString();
    return under(terms, [{ ...row("03T00:00", "03T01:00"), to }]);
  };

  it("a millisecond decides", () => {
    expect(held(2_592)).toMatchObject({ breached: false, tier: null, uptime_percent: "99.900000" });
    expect(held(2_592.001)).toMatchObject({
      breached: true,
      tier: "T1",
      downtime_seconds: 2_592,
      downtime_exact: "2592001/1000",
      uptime_percent: "99.899999",
    });
  });

  it("a target of more than leaves its own bound breached, yet in no tier that excludes it", () => {
    const found = held(2_592, { target: { percent: "99.9", meets: ">" } });
    expect(found).toMatchObject({ breached: true, tier: null, credit_minor: 0 });
  });

  it("of two tiers with one bound the bound itself falls to the inclusive one, less to the other", () => {
    const credit: RawTerms["credit"] = {
      mode: "tiered",
      tiers: [
        { id: "below", upper: "99.0", upper_inclusive: false, credit_percent: "25" },
        { id: "at", upper: "99", upper_inclusive: true, credit_percent: "10" },
      ],
    };
    expect(held(25_920, { credit }).tier).toBe("at");
    expect(held(25_921, { credit }).tier).toBe("below");
  });

  it("a target of 100 has no budget to divide by", () => {
    const ops = held(60, { target: { percent: "100", meets: ">=" } }).ops;
    expect(ops).toMatchObject({ error_budget_seconds: "0/1", error_budget_consumed: null });
  });
});

describe("a ratio over nothing", () => {
  const suspended = { suspended: [{ from: "2025-05-01T00:00:00Z", to: "2025-08-01T00:00:00Z" }] };

  it("is null when all is excluded: no breach, no tier, no credit, no operational numbers", () => {
    const found = run(plainVector({ ledger: [row("03T10:00", "09T10:00")] }, suspended));
    expect(found).toMatchObject({
      counted_seconds: 0,
      uptime_ratio: null,
      uptime_percent: null,
      compared_percent: null,
      data_sufficient: false,
      breached: false,
      tier: null,
      credit_minor: 0,
      ops: null,
    });
  });

  it("is whole when excluded time counts as up", () => {
    const found = run(plainVector({}, suspended, { exclusion_mode: "count_as_up" }));
    expect(found).toMatchObject({ counted_seconds: 2_592_000, uptime_ratio: "1/1", data_sufficient: true });
  });

  it("is null when no hour of the period is a service hour", () => {
    const service_hours = { timezone: "UTC", weekly: [], holidays: [] };
    expect(under({ service_hours }, [])).toMatchObject({
      out_of_hours_seconds: 2_592_000,
      counted_seconds: 0,
      uptime_ratio: null,
    });
  });
});

describe("minimum durations", () => {
  it("at least and more than part at the bound", () => {
    const ledger = [row("03T10:00", "03T10:05")];
    expect(under(minimum(300), ledger).downtime_seconds).toBe(300);
    expect(under(minimum(300, { op: ">" }), ledger).downtime_seconds).toBe(0);
  });

  it("two touching outages of two components are one run under any-down", () => {
    const components: RawTerms["components"] = {
      rule: "any_down",
      members: [
        { component: "api", weight: "1" },
        { component: "web", weight: "1" },
      ],
    };
    const ledger = [row("03T10:00", "03T10:03"), row("03T10:03", "03T10:06", { component: "web" })];
    expect(under({ ...minimum(300), components }, ledger).ops).toMatchObject({
      incidents: 1,
      outage_wall_seconds: 360,
    });
    expect(
      under({ ...minimum(300), components: { ...components, rule: "weakest" } }, ledger).downtime_seconds,
    ).toBe(0);
  });

  it("excluded time parts a run, hours that end do not", () => {
    const outage = row("03T17:57", "04T08:03");
    const service_hours = {
      timezone: "UTC",
      weekly: [{ days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00" }],
      holidays: [],
    };
    const found = under({ ...minimum(300), service_hours }, [outage]);
    expect(found.ops).toMatchObject({ incidents: 1, outage_wall_seconds: 360, longest_outage_seconds: 360 });
    const parted = [outage, row("03T20:00", "03T21:00", announced)];
    expect(under({ ...minimum(43_200), service_hours }, parted).downtime_seconds).toBe(0);
    expect(under({ ...minimum(39_780), service_hours }, parted).downtime_seconds).toBe(180);
  });

  it("a deduction is spent before the period when the outage began there, or inside it when judged inside", () => {
    const ledger = [{ ...row("01T00:00", "01T00:20"), from: "2025-05-31T23:50:00Z" }];
    expect(under(minimum(900, { mode: "deductible" }), ledger).downtime_seconds).toBe(15 * 60);
    const within = minimum(900, { mode: "deductible", scope: "within_period" });
    expect(under(within, ledger).downtime_seconds).toBe(5 * 60);
  });

  it("an open outage is as long as the ledger knows", () => {
    const ledger = [row("30T23:56", null)];
    expect(under(minimum(300), ledger).downtime_seconds).toBe(0);
    const later = {
      ...row("30T10:00", "30T10:01"),
      from: "2025-07-01T00:00:00Z",
      to: "2025-07-01T00:01:00Z",
    };
    expect(under(minimum(300), [...ledger, { ...later, state: "operational" }]).downtime_seconds).toBe(240);
  });
});

describe("maintenance", () => {
  const cap = (cap_seconds: number, more = {}) => ({
    maintenance: { ...plainTerms.maintenance, cap_seconds, ...more },
  });

  it("simultaneous windows use the allowance once, and what is over it counts", () => {
    const both: RawRow[] = [
      row("03T10:00", "03T12:00", { ...announced, component: "*" }),
      row("03T11:00", "03T13:00", announced),
    ];
    const found = under(cap(9_000), both);
    expect(found).toMatchObject({ excluded_seconds: 9_000, downtime_seconds: 1_800 });
  });

  it("an allowance of nothing excludes nothing, but still parts a run outside the period", () => {
    const ledger = [row("03T10:00", "03T11:00", announced)];
    expect(under(cap(0), ledger)).toMatchObject({ excluded_seconds: 0, downtime_seconds: 3_600 });
    const before = [
      { ...row("01T00:00", "01T00:03"), from: "2025-05-31T23:50:00Z" },
      { ...row("01T00:00", "01T00:00", announced), from: "2025-05-31T23:54:00Z", to: "2025-06-01T00:00:00Z" },
    ];
    expect(under({ ...cap(0), ...minimum(300) }, before).downtime_seconds).toBe(0);
  });

  it("notice runs to the announced start, however late the work began", () => {
    const late = { ...announced, announced_at: "2025-06-02T14:00:00Z", planned_from: "2025-06-03T10:00:00Z" };
    const found = under(cap(86_400, { notice_seconds: 86_400 }), [row("03T15:00", "03T16:00", late)]);
    expect(found).toMatchObject({ excluded_seconds: 0, downtime_seconds: 3_600 });
  });

  it("a member in maintenance leaves the set: its replica's outage counts", () => {
    const components: RawTerms["components"] = {
      rule: "all_down",
      members: [
        { component: "api", weight: "1" },
        { component: "replica", weight: "1" },
      ],
    };
    const ledger = [
      row("03T10:00", "03T12:00", announced),
      row("03T11:00", "03T13:00", { component: "replica" }),
    ];
    expect(under({ components }, ledger)).toMatchObject({ excluded_seconds: 0, downtime_seconds: 3_600 });
  });

  it("unqualified work that counts as operational hides neither an outage nor unknown time's absence", () => {
    const terms = cap(0, { exclude: false, unqualified_state: "operational" });
    const found = run(
      plainVector(
        { ledger_gap_state: "unknown", ledger: [row("01T00:00", "11T00:00", announced)] },
        {},
        terms,
      ),
    );
    expect(found).toMatchObject({ downtime_seconds: 0, unknown_seconds: 20 * 86_400 });
  });
});

describe("rows as they were known", () => {
  it("a correction of a correction does not bring back what the first one replaced", () => {
    const ledger = [
      row("03T10:00", "03T12:00", { id: "a" }),
      row("03T10:00", "03T11:00", { id: "b", supersedes: "a" }),
      row("03T10:00", "03T10:30", { id: "c", supersedes: "b" }),
    ];
    expect(under({}, ledger).downtime_seconds).toBe(1_800);
  });

  it("a void row takes away, at the very instant it was recorded", () => {
    const ledger = [
      row("03T10:00", "03T12:00", { id: "a", recorded_at: "2025-06-03T12:00:00Z" }),
      row("03T10:00", "03T12:00", { state: "void", supersedes: "a", recorded_at: "2025-07-02T00:00:00Z" }),
    ];
    const knownAt = (known_at: string) => run(plainVector({ ledger, known_at })).downtime_seconds;
    expect(knownAt("2025-07-01T23:59:59.999Z")).toBe(7_200);
    expect(knownAt("2025-07-02T00:00:00Z")).toBe(0);
  });
});
