import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson } from "@/lib/api/body";
import { readIfMatch } from "@/lib/api/etag";
import { readIdempotencyKey, requestHash } from "@/lib/api/idempotency";
import { monitorInput } from "@/lib/domain/check";
import { complaintsOf, parseInput } from "@/lib/domain/complaint";
import { componentInput } from "@/lib/domain/component";
import { decodeCursor, encodeCursor } from "@/lib/domain/cursor";
import { AppError } from "@/lib/domain/errors";

function request(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request("http://probity.test/", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
    duplex: "half",
  } as RequestInit);
}

async function refusal(work: () => unknown): Promise<{ status: number; paths: string[]; message: string }> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const paths = error.errors.map(({ path }) => path);
    return { status: error.status ?? 400, paths, message: error.message };
  }
  throw new Error("nothing was refused");
}

describe("body", () => {
  it("reads any JSON value as it was sent", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), async (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes("\\u0000") && !/\\ud[89a-f]/i.test(text) && !text.includes("__proto__"));
        expect(await readJson(request(text), {})).toEqual(JSON.parse(text));
      }),
    );
  });

  it("answers 413 while a large body still streams in, having read little more than the limit", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(100_000).fill(32));
      },
    });
    expect(await refusal(() => readJson(request(endless), {}))).toMatchObject({ status: 413 });
    expect(pulled).toBeLessThan(20);
  });

  it("answers 413 by Content-Length alone, and takes 8 MB where the route does", async () => {
    const text = JSON.stringify("x".repeat(1_999_998));
    const announced = request(text, { "content-length": "2000000" });
    expect((await refusal(() => readJson(announced, {}))).status).toBe(413);
    expect(await readJson(request(text), { maxBytes: 8_000_000 })).toHaveLength(1_999_998);
  });

  it.each([
    ["text/plain", "{}"],
    ["application/x-www-form-urlencoded", "a=1"],
    ["multipart/form-data; boundary=x", "--x--"],
    ["application/jsonx", "{}"],
  ])("answers 415 to %s", async (type, body) => {
    expect((await refusal(() => readJson(request(body, { "content-type": type }), {}))).status).toBe(415);
  });

  it("takes JSON's other names, and an absent body where it is optional", async () => {
    for (const type of [
      "application/json; charset=utf-8",
      "APPLICATION/JSON",
      "application/merge-patch+json",
    ])
      expect(await readJson(request("{}", { "content-type": type }), {})).toEqual({});
    expect(await readJson(new Request("http://x.test/", { method: "POST" }), { optional: true })).toEqual({});
    expect((await refusal(() => readJson(request(""), {}))).status).toBe(400);
  });

  it.each([
    ["{", ""],
    ['{"a":1,}', ""],
    ["nul", ""],
    ['{"a":{"b":"x\\u0000"}}', "a.b"],
    ['{"a":["\\ud800"]}', "a.0"],
    ['{"x\\u0000":1}', ""],
    ['{"a":{"__proto__":{}}}', "a.__proto__"],
  ])("answers 400 to %s and names the place", async (text, path) => {
    expect(await refusal(() => readJson(request(text), {}))).toMatchObject({ status: 400, paths: [path] });
  });

  it("refuses a nest without a bottom and bytes that are no UTF-8", async () => {
    const nest = "[".repeat(100_000) + "]".repeat(100_000);
    expect((await refusal(() => readJson(request(nest), {}))).status).toBe(400);
    expect((await refusal(() => readJson(request(new Uint8Array([34, 0xc3, 34])), {}))).status).toBe(400);
  });
});

describe("idempotency key and entity tag", () => {
  it("hashes what is asked, not how it is spelled", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\\ud[89a-f]/i.test(text) && !text.includes("__proto__"));
        const turned = Object.fromEntries(Object.entries(JSON.parse(text)).reverse());
        expect(requestHash("POST", "/a", turned)).toBe(requestHash("POST", "/a", JSON.parse(text)));
      }),
    );
  });

  it("gives other requests other hashes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const [one, two] = [JSON.stringify(a), JSON.stringify(b)];
        fc.pre(!/\\ud[89a-f]|-0/i.test(one + two));
        const isSame = requestHash("POST", "/a", a) === requestHash("POST", "/a", b);
        if (isSame) expect(JSON.parse(one)).toEqual(JSON.parse(two));
        expect(requestHash("POST", "/a", a)).not.toBe(requestHash("POST", "/b", a));
      }),
    );
  });

  it("takes 1 to 255 printable characters for a key", async () => {
    expect(readIdempotencyKey(null)).toBeNull();
    expect(readIdempotencyKey("a-1_~")).toBe("a-1_~");
    for (const key of ["", "a b", "ä", "x".repeat(256)])
      expect((await refusal(() => readIdempotencyKey(key))).paths).toEqual(["Idempotency-Key"]);
  });

  it("reads If-Match as RFC 9110 wants: a foreign or weak tag matches no version", async () => {
    expect(readIfMatch(null)).toBeUndefined();
    expect(readIfMatch("*")).toBeUndefined();
    expect(readIfMatch('"7"')).toBe(7);
    for (const tag of ['W/"7"', '"abc"', "7", '"-1"', '"1e3"']) expect(readIfMatch(tag)).toBe(-1);
    expect((await refusal(() => readIfMatch('"1", "2"'))).paths).toEqual(["If-Match"]);
  });
});

describe("cursor", () => {
  it("comes back as the key it was made of", () => {
    const part = fc.oneof(
      fc.maxSafeInteger(),
      fc.string().filter((text) => !text.includes("\u0000")),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (key) => {
        const shape = key.map((each) => (typeof each === "number" ? "number" : "string"));
        expect(decodeCursor(encodeCursor(key), shape)).toEqual(key.map((each) => (each === 0 ? 0 : each)));
      }),
    );
  });

  it("is refused by name when it is anything else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await refusal(() => decodeCursor(text, ["number", "string"]))).toMatchObject({
          paths: ["cursor"],
        });
      }),
    );
    for (const forged of [["\u0000"], [1], ["a", "b"], [null], "x"])
      expect(
        (
          await refusal(() =>
            decodeCursor(Buffer.from(JSON.stringify(forged)).toString("base64url"), ["string"]),
          )
        ).paths,
      ).toEqual(["cursor"]);
  });
});

describe("complaints", () => {
  it("name the field by its dotted path and say what it must be", () => {
    const result = monitorInput.safeParse({
      component_id: "cmp_1",
      name: "",
      type: "http",
      target: "https://example.com/",
      interval_seconds: "10",
      settings: { method: "FETCH", colour: 1 },
    });
    const paths = result.error ? complaintsOf(result.error).map(({ path }) => path) : [];
    expect(paths.sort()).toEqual(["interval_seconds", "name", "settings.colour", "settings.method"]);
  });

  it.each([
    [{}, "name", "is required"],
    [{ name: 5 }, "name", "must be text"],
    [{ name: "a", colour: "red" }, "colour", "is not a known field"],
    [{ name: "a", position: 1.5 }, "position", "must be a whole number"],
    [{ name: "a", publish: "never" }, "publish", 'must be one of "automatic", "manual"'],
    [
      { name: "a", composition: { rule: "most", of: ["x"] } },
      "composition.rule",
      'must be one of "all", "any", "k_of_n"',
    ],
    [
      { name: "a", composition: { rule: "k_of_n", k: 3, of: ["x", "y"] } },
      "composition.k",
      "k must be between",
    ],
    [[], "", "must be an object"],
  ])("of %j: %s %s", async (value, path, message) => {
    const found = await refusal(() => parseInput(componentInput, value));
    expect(found.paths).toEqual([path]);
    expect(found.message).toContain(message);
  });
});
