import postgres from "postgres";
import { beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "@/lib/api/problem";
import { engineScope } from "@/lib/auth/scope";
import { componentInput } from "@/lib/domain/component";
import type { TenantScope } from "@/lib/domain/scope";
import { createComponent } from "@/lib/operations/components";
import {
  answerLeased,
  answerOnce,
  forgetAnswers,
  type KeyedRequest,
  type SentAnswer,
} from "@/lib/operations/idempotency";
import { type Client, clock, newTenant } from "./client";

let client: Client;

beforeAll(async () => {
  ({ client } = await newTenant("idempotency"));
});

const keyed = (key: string, hash = "h"): KeyedRequest => ({ key, hash });
const answer: SentAnswer = { status: 201, headers: { etag: '"1"' }, body: "{}" };
const minutes = (count: number) => clock.now + count * 60_000;

async function make(scope: TenantScope, name: string): Promise<SentAnswer> {
  await createComponent(scope, componentInput.parse({ name }), clock.now);
  return answer;
}

async function count(name: string): Promise<number> {
  return ((await client.get(`/components?q=${name}`)).json.data as unknown[]).length;
}

describe("a request under a key", () => {
  it("that dies between its effect and its answer leaves neither, and its key free", async () => {
    const dies = async (scope: TenantScope) => {
      await make(scope, "dying");
      throw new Error("killed");
    };
    await expect(answerOnce(client.scope, keyed("dies"), dies, clock.now)).rejects.toThrow("killed");
    expect(await count("dying")).toBe(0);
    const again = await answerOnce(client.scope, keyed("dies"), (scope) => make(scope, "dying"), clock.now);
    expect(again).toEqual({ answer, replayed: false });
    const third = await answerOnce(client.scope, keyed("dies"), (scope) => make(scope, "dying"), clock.now);
    expect(third).toEqual({ answer, replayed: true });
    expect(await count("dying")).toBe(1);
  });

  it("that leaves the house holds its key by a lease, which a crash does not hold for ever", async () => {
    const never = () => new Promise<SentAnswer>(() => {});
    const run = async () => answer;
    void answerLeased(client.scope, keyed("lease"), never, clock.now);
    await expect.poll(() => taken("lease")).toBe(true);
    await expect(answerLeased(client.scope, keyed("lease"), run, minutes(1))).rejects.toMatchObject({
      code: "conflict",
      retryAfterSeconds: 1,
    });
    await expect(answerLeased(client.scope, keyed("lease", "other"), run, minutes(3))).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await answerLeased(client.scope, keyed("lease"), run, minutes(3))).toMatchObject({
      replayed: false,
    });
    expect(await answerLeased(client.scope, keyed("lease"), run, minutes(3))).toMatchObject({
      replayed: true,
    });
  });

  it("that leaves the house and fails gives its key back", async () => {
    const fails = () => Promise.reject(new Error("no way out"));
    await expect(answerLeased(client.scope, keyed("back"), fails, clock.now)).rejects.toThrow("no way out");
    expect(await taken("back")).toBe(false);
  });

  it("is forgotten after a day", async () => {
    await answerOnce(client.scope, keyed("old"), async () => answer, clock.now);
    await forgetAnswers(engineScope(), clock.now + 86_400_000);
    expect(await taken("old")).toBe(true);
    await forgetAnswers(engineScope(), clock.now + 86_400_001);
    expect(await taken("old")).toBe(false);
  });
});

async function taken(key: string): Promise<boolean> {
  const { inTenant } = await import("@/db/client");
  const rows = await inTenant(
    client.scope,
    (tx) => tx.sql`select 1 from idempotency_keys where key = ${key}`,
  );
  return rows.length > 0;
}

describe("a database that cannot be reached", () => {
  it("is a 500 that says when to come back, and nothing of where it is", async () => {
    const gone = postgres("postgres://nobody@127.0.0.1:1/none", { max: 1, connect_timeout: 2 });
    const error: unknown = await gone`select 1`.catch((failure) => failure);
    const { problem, headers } = refusalOf(error);
    expect(problem).toMatchObject({ status: 500, code: "internal", errors: [] });
    expect(problem.detail).toContain("database");
    expect(JSON.stringify(problem)).not.toContain("127.0.0.1");
    expect(headers["retry-after"]).toBe("5");
    await gone.end();
  });
});
