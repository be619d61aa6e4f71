import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "./rig";

const golden = resolve(import.meta.dirname, "../../../../shared/sla-vectors");
const own = resolve(import.meta.dirname, "../../fixtures/sla");

function check(path: string) {
  const { expected, ...vector } = JSON.parse(readFileSync(path, "utf8"));
  const { notes: _, ...wanted } = expected;
  expect(run(vector)).toEqual(wanted);
}

const namesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".json"));

describe("vectors with numbers derived by hand", () => {
  it.each(namesIn(own))("%s comes out exactly as noted", (name) => check(join(own, name)));
});

describe.skipIf(!existsSync(golden))("golden vectors (skipped: ../shared/sla-vectors is not here)", () => {
  it.each(existsSync(golden) ? namesIn(golden) : [])("%s comes out exactly as expected", (name) =>
    check(join(golden, name)),
  );
});
