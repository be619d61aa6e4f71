import { describe, expect, it } from "vitest";
import { readInstant } from "@/lib/providers/instant";

const text = (value: unknown) => {
  const instant = readInstant(value);
  return instant === null ? null : new Date(instant).toISOString().replace(".000Z", "Z");
};

describe("an instant as providers write it", () => {
  it.each<[unknown, string]>([
    [1795168800, "2026-11-20T10:00:00Z"],
    ["1795168800", "2026-11-20T10:00:00Z"],
    [1795168800123, "2026-11-20T10:00:00Z"],
    ["1795168800123456", "2026-11-20T10:00:00Z"],
    ["1795168800123456789", "2026-11-20T10:00:00Z"],
    ["2026-11-20T10:00:00", "2026-11-20T10:00:00Z"],
    ["2026-11-20 10:00:00+01", "2026-11-20T09:00:00Z"],
    ["2026-11-20T10:00:00.123-0800", "2026-11-20T18:00:00Z"],
    ["2025-09-12 19:20:02 +0200 CEST", "2025-09-12T17:20:02Z"],
    ["Fri, 20 Nov 26 10:00 GMT", "2026-11-20T10:00:00Z"],
    ["Fri, 20 Nov 2026 02:00:00 PST", "2026-11-20T10:00:00Z"],
    ["20th November 2026 at 10:00 UTC", "2026-11-20T10:00:00Z"],
    ["20-Nov-2026 10:00 UTC", "2026-11-20T10:00:00Z"],
    ["Friday, November 20th, 2026 at 2:00 a.m. (PST)", "2026-11-20T10:00:00Z"],
    ["Nov 20, 2026, 2:00 AM PT", "2026-11-20T10:00:00Z"],
    ["Jul 20, 2026, 2:00 AM PT", "2026-07-20T09:00:00Z"],
    ["2026-07-20 02:00 US/Pacific", "2026-07-20T09:00:00Z"],
    ["2026-11-20 11:00 Europe/Paris", "2026-11-20T10:00:00Z"],
  ])("%s", (value, expected) => {
    expect(text(value)).toBe(expected);
  });

  it("is none where the day, the hour or the zone cannot be", () => {
    for (const value of [
      "2026-02-30T10:00:00Z",
      "2026-11-20T25:00:00Z",
      "2026-11-20 10:00 XYZ",
      "2026-11-20 10:00 Mars/Olympus",
      "0001-01-01T00:00:00Z",
      "soon",
      "",
      null,
      0,
      {},
    ])
      expect(text(value)).toBeNull();
  });
});
