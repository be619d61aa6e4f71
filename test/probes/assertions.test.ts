import { describe, expect, it } from "vitest";
import { type Assertion, assertion } from "@/lib/domain/assertion";
import { type Answer, judge } from "@/lib/probes/assertions";
import { cpuMsOf } from "../cpu-time";

const answer: Answer = {
  status: 200,
  headers: { "content-type": "application/json", "set-cookie": ["a=1", "b=2"] },
  size: 120,
  body: JSON.stringify({
    status: "ok",
    queue: { depth: 7 },
    items: [{ name: "a" }, { name: "b" }],
    tags: ["x"],
  }),
  certificateDaysLeft: null,
  totalMs: 80,
};

const failureOf = (given: unknown, changes: Partial<Answer> = {}) => {
  const parsed: Assertion = assertion.parse(given);
  return judge([parsed], { ...answer, ...changes })?.detail ?? null;
};

describe("DESIGN §4: assertions", () => {
  it("without a status assertion 2xx and 3xx pass, and nothing else", () => {
    for (const status of [200, 204, 301, 304, 399]) expect(judge([], { ...answer, status })).toBeNull();
    for (const status of [199, 400, 404, 500]) {
      expect(judge([], { ...answer, status })).toMatchObject({ failure: "assertion_failed" });
    }
  });

  it.each([
    [{ type: "status", in: [200] }, null],
    [{ type: "status", in: ["2xx"] }, null],
    [{ type: "status", in: ["300-310", "199-200"] }, null],
    [{ type: "status", in: [404, "5xx"] }, "status 200 is not among 404, 5xx"],
    [{ type: "header", name: "Content-Type", op: "equals", value: "application/json" }, null],
    [{ type: "header", name: "set-cookie", op: "contains", value: "b=2" }, null],
    [
      { type: "header", name: "content-type", op: "matches", value: "^text/" },
      'header content-type fails "matches ^text/"',
    ],
    [{ type: "header", name: "x-none", op: "exists" }, "header x-none is absent"],
    [{ type: "body_contains", value: '"ok"' }, null],
    [{ type: "body_contains", value: "absent" }, 'body does not contain "absent"'],
    [{ type: "body_not_contains", value: "depth" }, 'body contains "depth"'],
    [{ type: "body_regex", value: 'depth":\\d+' }, null],
    [{ type: "json_path", path: "$.status", op: "equals", value: "ok" }, null],
    [
      { type: "json_path", path: "$.queue.depth", op: "less_than", value: 7 },
      '$.queue.depth fails "less_than 7"',
    ],
    [{ type: "json_path", path: "$.items[*].name", op: "equals", value: "b" }, null],
    [
      { type: "json_path", path: "$.items[*].name", op: "not_equals", value: "b" },
      '$.items[*].name fails "not_equals "b""',
    ],
    [{ type: "json_path", path: "$.tags", op: "contains", value: "x" }, null],
    [{ type: "json_path", path: "$.status", op: "matches", value: "^o" }, null],
    [{ type: "json_path", path: "$.nowhere", op: "exists" }, "$.nowhere is absent"],
    [{ type: "json_path", path: "$.items[?@.name=='a']", op: "exists" }, null],
    [{ type: "max_size", bytes: 120 }, null],
    [{ type: "max_size", bytes: 119 }, "body is larger than 119 bytes"],
    [{ type: "max_latency_ms", ms: 80 }, null],
    [{ type: "max_latency_ms", ms: 79 }, "took 80 ms, more than 79 ms"],
  ])("%j → %j", (given, expected) => {
    expect(failureOf(given)).toBe(expected);
  });

  it("says so when a body is not JSON, and survives JSON nested without end", () => {
    const deep = { type: "json_path", path: "$..a", op: "exists" };
    expect(failureOf(deep, { body: "<html>" })).toBe("body is not JSON");
    expect(failureOf(deep, { body: "[".repeat(200_000) + "]".repeat(200_000) })).toMatch(
      /nested too deeply|absent/,
    );
  });

  it.each(["(a+)+$", "(a|a)*c", "(a?){50}a{50}c", "(.*a){12}x", "([a-z]+)*\\d"])(
    "a pattern that makes other engines hang, %s, ends in time that grows with the text only",
    (pattern) => {
      const body = `${"a".repeat(50_000)}!`;
      const search = () => failureOf({ type: "body_regex", value: pattern }, { body });
      expect(cpuMsOf(search)).toBeLessThan(5_000);
    },
  );
});

describe("a large pattern over a large body", () => {
  it.each(["((a{1,30}){1,30})\\d", "(a?){50}a{50}[xyz]", "(a|b|c|d)*e?.{0,400}[0-9]"])(
    "%s is not tried at all, and the outcome says why",
    (pattern) => {
      const body = `${"a".repeat(999_999)}!`;
      const search = () =>
        expect(failureOf({ type: "body_regex", value: pattern }, { body })).toMatch(
          /^body is too long to search/,
        );
      expect(cpuMsOf(search)).toBeLessThan(1_000);
    },
  );
});

describe("user patterns are refused where they are written", () => {
  it.each([
    [{ type: "body_regex", value: "(" }],
    [{ type: "body_regex", value: "(?=look)" }],
    [{ type: "body_regex", value: "(a)\\1" }],
    [{ type: "json_path", path: "status", op: "exists" }],
    [{ type: "json_path", path: "$[?match(@.a,'(a+)+')]", op: "exists" }],
    [{ type: "json_path", path: "$..a..b", op: "exists" }],
    [{ type: "json_path", path: "$[*,*][*,*]", op: "exists" }],
    [{ type: "json_path", path: "$[?$.a[?@.b]]", op: "exists" }],
    [{ type: "json_path", path: "$.a", op: "equals" }],
    [{ type: "json_path", path: "$.a", op: "exists", value: 1 }],
    [{ type: "json_path", path: "$.a", op: "less_than", value: "1" }],
    [{ type: "json_path", path: "$.a", op: "matches", value: "(" }],
    [{ type: "status", in: ["6xx"] }],
    [{ type: "status", in: [] }],
    [{ type: "header", name: "bad name", op: "exists" }],
    [{ type: "unheard_of" }],
    [{ type: "max_size", bytes: 1, extra: true }],
  ])("%j", (given) => {
    expect(assertion.safeParse(given).success).toBe(false);
  });
});
