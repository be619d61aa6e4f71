import { expect, inject, it } from "vitest";
import { outliveLostConnection } from "@/db/client";
import { inFreshDatabase } from "./ground";
import { simulate } from "./simulate";

process.on("uncaughtException", (error) => {
  if (!outliveLostConnection(error)) throw error;
});

const ground = { url: inject("postgresUrl"), template: inject("templateDatabase") };

it.each([1, 2, 3])(
  "the world of seed %i keeps every invariant for two days, whoever dies in it",
  async (seed) => {
    const lived = await inFreshDatabase(ground, `world_${seed}`, (superuser) => simulate(seed, 2, superuser));
    expect(lived.failure).toBeNull();
    expect(lived.outcomes).toBeGreaterThan(20);
  },
  60_000,
);
