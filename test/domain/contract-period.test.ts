import { describe, expect, it } from "vitest";
import { periodsBegun, periodsMax } from "@/lib/domain/contract-period";
import type { Window } from "@/lib/domain/sla/vector";
import { formatInstant } from "@/lib/domain/time";

const at = (text: string) => Date.parse(text);

function periods(
  window: Window,
  startsAt: string,
  now: string,
  changes: { timezone?: string; endsAt?: string } = {},
) {
  const { timezone = "UTC", endsAt } = changes;
  const agreed = { window, timezone, startsAt: at(startsAt), endsAt: endsAt ? at(endsAt) : null };
  return periodsBegun(agreed, null, at(now)).map(({ from, to, month }) => [
    formatInstant(from).slice(0, 16),
    formatInstant(to).slice(0, 16),
    month,
  ]);
}

describe("periods begun", () => {
  it("are calendar months in the contract's zone, the first one cut by nothing but the contract", () => {
    expect(
      periods({ type: "calendar_month" }, "2026-08-15T00:00:00Z", "2026-10-01T00:00:00Z", {
        timezone: "Europe/Berlin",
      }),
    ).toEqual([
      ["2026-07-31T22:00", "2026-08-31T22:00", "2026-08"],
      ["2026-08-31T22:00", "2026-09-30T22:00", "2026-09"],
      ["2026-09-30T22:00", "2026-10-31T23:00", "2026-10"],
    ]);
  });

  it("derive an anchored boundary from the anchor, in short months too", () => {
    expect(
      periods({ type: "anchored_month", anchor_day: 31 }, "2024-01-31T00:00:00Z", "2024-03-30T00:00:00Z"),
    ).toEqual([
      ["2024-01-31T00:00", "2024-02-29T00:00", "2024-02"],
      ["2024-02-29T00:00", "2024-03-31T00:00", "2024-03"],
    ]);
    expect(
      periods({ type: "anchored_month", anchor_day: 15 }, "2024-01-03T00:00:00Z", "2024-01-20T00:00:00Z"),
    ).toEqual([
      ["2023-12-15T00:00", "2024-01-15T00:00", "2024-01"],
      ["2024-01-15T00:00", "2024-02-15T00:00", "2024-02"],
    ]);
  });

  it("follow the fiscal year by quarters and by years", () => {
    const quarters = periods(
      { type: "calendar_quarter", fiscal_start_month: 2 },
      "2026-01-10T00:00:00Z",
      "2026-05-01T00:00:00Z",
    );
    expect(quarters.map(([from]) => from)).toEqual([
      "2025-11-01T00:00",
      "2026-02-01T00:00",
      "2026-05-01T00:00",
    ]);
    const years = periods(
      { type: "calendar_year", fiscal_start_month: 4 },
      "2024-03-31T00:00:00Z",
      "2025-04-01T00:00:00Z",
    );
    expect(years.map(([from]) => from)).toEqual(["2023-04-01T00:00", "2024-04-01T00:00", "2025-04-01T00:00"]);
  });

  it("tile from the start for rolling days, and are one for a fixed window", () => {
    const rolling = periods(
      { type: "rolling_days", days: 28, basis: "local_days" },
      "2026-01-05T00:00:00Z",
      "2026-03-01T00:00:00Z",
    );
    expect(rolling.map(([from, to]) => [from, to])).toEqual([
      ["2026-01-05T00:00", "2026-02-02T00:00"],
      ["2026-02-02T00:00", "2026-03-02T00:00"],
    ]);
    expect(
      periods({ type: "fixed" }, "2026-01-05T10:00:00Z", "2026-03-01T00:00:00Z", {
        endsAt: "2026-02-01T00:00:00Z",
      }),
    ).toEqual([["2026-01-05T10:00", "2026-02-01T00:00", "2026-01"]]);
  });

  it("end with the contract, begin with the clock, and go on where the last ones ended", () => {
    const month: Window = { type: "calendar_month" };
    expect(periods(month, "2026-08-01T00:00:00Z", "2026-07-31T23:59:59Z")).toEqual([]);
    expect(
      periods(month, "2026-08-01T00:00:00Z", "2026-12-01T00:00:00Z", { endsAt: "2026-09-01T00:00:00Z" }),
    ).toHaveLength(1);
    const agreed = { window: month, timezone: "UTC", startsAt: at("2026-01-01T00:00:00Z"), endsAt: null };
    const after = periodsBegun(agreed, at("2026-09-01T00:00:00Z"), at("2026-10-01T00:00:00Z"));
    expect(after.map((period) => period.month)).toEqual(["2026-09", "2026-10"]);
  });

  it("are never more than may be computed at once, and one to say that there are", () => {
    const daily: Window = { type: "rolling_days", days: 1, basis: "local_days" };
    expect(periods(daily, "2000-01-01T00:00:00Z", "2026-01-01T00:00:00Z")).toHaveLength(periodsMax + 1);
  });
});
