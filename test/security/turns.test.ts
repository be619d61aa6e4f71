import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { lockComponent } from "@/db/queries/component";
import { createTurns } from "@/lib/api/turns";
import { type Client, newTenant } from "../api/client";

afterAll(closeDatabase);

describe("turns", () => {
  it("lets so many run at once in each lane, the others in order, and more than wait are refused", async () => {
    const inTurn = createTurns(2, 2);
    const order: string[] = [];
    const doors = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    const ask = (lane: string, at: number) =>
      inTurn(lane, async () => {
        order.push(`${lane}${at}`);
        await doors[at]?.promise;
      });
    const asked = [0, 1, 2, 3].map((at) => ask("a", at));
    await expect(ask("a", 4)).rejects.toMatchObject({ code: "limit", retryAfterSeconds: 1 });
    void ask("b", 0);
    expect(order).toEqual(["a0", "a1", "b0"]);
    doors[1]?.resolve();
    await asked[1];
    expect(order).toEqual(["a0", "a1", "b0", "a2"]);
    for (const door of doors) door.resolve();
    await Promise.all(asked);
    await ask("a", 3);
    expect(order).toEqual(["a0", "a1", "b0", "a2", "a3", "a3"]);
  });

  it("a failure gives its place to the next", async () => {
    const inTurn = createTurns(1, 1);
    const failing = inTurn("a", () => Promise.reject(new Error("no")));
    const next = inTurn("a", () => Promise.resolve("yes"));
    await expect(failing).rejects.toThrow("no");
    expect(await next).toBe("yes");
  });
});

describe("one tenant's requests", () => {
  let hostile: Client;
  let victim: Client;
  beforeAll(async () => {
    hostile = (await newTenant("hostile")).client;
    victim = (await newTenant("victim")).client;
  });

  it("that wait for each other leave others their connections", async () => {
    const { id } = (await hostile.post("/components", { name: "Held" })).json;
    const held = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const holder = inTenant(hostile.scope, async (tx) => {
      await lockComponent(tx, String(id));
      locked.resolve();
      await held.promise;
    });
    await locked.promise;
    const flood = Array.from({ length: 40 }, (_, at) => hostile.patch(`/components/${id}`, { position: at }));
    const answered = await Promise.race([victim.get("/components"), pause(5_000, null)]);
    held.resolve();
    await holder;
    const statuses = (await Promise.all(flood)).map((reply) => reply.status);
    expect(answered?.status).toBe(200);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
