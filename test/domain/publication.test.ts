import { expect, it } from "vitest";
import { renewalAt } from "@/lib/domain/publication";

const at = (text: string) => Date.parse(text);

it.each([
  ["every five minutes when all is well", "2026-11-21T10:00:00Z", false, "UTC", "2026-11-21T10:05:00Z"],
  ["every minute while something is open", "2026-11-21T10:00:00Z", true, "UTC", "2026-11-21T10:01:00Z"],
  ["at UTC midnight, for the bars", "2026-11-21T23:58:30Z", false, "Asia/Tokyo", "2026-11-22T00:00:00Z"],
  ["at the page's midnight", "2026-11-21T14:58:30Z", false, "Asia/Tokyo", "2026-11-21T15:00:00Z"],
  [
    "at a midnight that clocks skip",
    "2026-09-06T03:59:00Z",
    false,
    "America/Santiago",
    "2026-09-06T04:00:00Z",
  ],
])("R6.1 renews %s", (_, now, isTroubled, timezone, expected) => {
  expect(renewalAt(at(now), isTroubled, timezone)).toBe(at(expected));
});
