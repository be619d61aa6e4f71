import { describe, expect, it } from "vitest";
import { assertion } from "@/lib/domain/assertion";
import { type Answer, judge } from "@/lib/probes/assertions";
import { decode } from "@/lib/probes/body";

const answerOf = (body: string, headers: Answer["headers"] = {}): Answer => ({
  ...{ status: 200, headers, size: body.length, body, certificateDaysLeft: null, totalMs: 1 },
});
const detailOf = (given: readonly object[], answer: Answer) =>
  judge(
    given.map((each) => assertion.parse(each)),
    answer,
  )?.detail ?? null;

/** Objects inside each other, a long text in the innermost: written out at every level it grows without bound. */
const nested = (levels: number, characters: number) =>
  `${'{"a":'.repeat(levels)}"${"x".repeat(characters)}"${"}".repeat(levels)}`;

describe("DESIGN §4: a hostile target and tenant cannot hold up the checks of others", () => {
  it("a nested answer is not written out again at every level", () => {
    const path = { type: "json_path", path: "$..*", op: "contains", value: "absent" };
    expect(detailOf([path], answerOf(nested(1_000, 900_000)))).toBe("body is too long to search at $..*");
  });

  it.each(["$..*", "$[*]", "$[?@.a==@.b]", "$..[::1]"])("a long answer is not walked whole by %s", (path) => {
    const wide = `[${"1,".repeat(3_999_999)}1]`;
    expect(detailOf([{ type: "json_path", path, op: "equals", value: 2 }], answerOf(wide))).toBe(
      `body is too long for ${path}`,
    );
  });

  it("twenty assertions cost no more than one", () => {
    const body = `[${"1,".repeat(199_999)}1]`;
    const walk = { type: "json_path", path: "$..*", op: "equals", value: 1 };
    expect(detailOf([walk], answerOf(body))).toBeNull();
    expect(detailOf(Array(20).fill(walk), answerOf(body))).toBe("body is too long for $..*");
    const search = { type: "body_regex", value: "(1|,){50}" };
    expect(detailOf([search], answerOf(body.slice(0, 60_000)))).toBeNull();
    expect(detailOf(Array(20).fill(search), answerOf(body.slice(0, 60_000)))).toContain("too long to search");
  });

  it("a plain path into a long answer still works", () => {
    const body = `{"list":[${"1,".repeat(3_000_000)}1],"status":"ok"}`;
    const path = { type: "json_path", path: "$.status", op: "equals", value: "ok" };
    expect(detailOf(Array(20).fill(path), answerOf(body))).toBeNull();
  });

  it("a long header is not searched with a large pattern", () => {
    const header = { type: "header", name: "x-long", op: "matches", value: "(a{1,30}b?){30}c$" };
    expect(detailOf([header], answerOf("", { "x-long": "a".repeat(16_000) }))).toBe(
      "header x-long is too long to search",
    );
  });
});

describe("names that every object inherits mean nothing", () => {
  it.each(["constructor", "toString", "__proto__"])("content-encoding %s is unknown", (encoding) => {
    expect(decode({ chunks: [], size: 0, cut: false }, encoding, 1_000)).toMatchObject({
      failure: "protocol_error",
    });
  });

  it("a header that was not sent is absent, whatever its name", () => {
    for (const name of ["constructor", "__proto__"])
      expect(detailOf([{ type: "header", name, op: "exists" }], answerOf(""))).toBe(
        `header ${name} is absent`,
      );
  });
});
