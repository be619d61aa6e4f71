import { expect, it } from "vitest";
import { scopeCss } from "@/lib/domain/scoped-css";

it.each([
  ["a name", `${"a".repeat(4_000)}!`],
  ["classes", `${".a".repeat(2_000)}!`],
  ["a row of names", `${"a ".repeat(2_000)}!`],
  ["names and joints", `${"a > ".repeat(1_000)}!`],
  ["hyphens", `a${"-".repeat(4_000)}!`],
  ["attributes", `${"[a]".repeat(1_200)}!`],
])("a page's own CSS that is none costs no more time than it has length: %s", (_, selector) => {
  const startedAt = performance.now();
  expect(scopeCss(`${selector}{color:red}`, "#page").css).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
