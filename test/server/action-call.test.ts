import { describe, expect, it } from "vitest";
import { refusalOfCall } from "@/lib/server/action-call";

const plain = `40${"a".repeat(40)}`;
const stateful = `60${"b".repeat(40)}`;
const known = new Set([plain, stateful]);
const gone = `40${"0".repeat(40)}`;

type Sent = { action?: string; origin?: string; path?: string; method?: string };

function refusal(fields: [string, string][] | string, sent: Sent = {}) {
  const headers = new Headers({ host: "acme.test" });
  if (sent.action !== undefined) headers.set("next-action", sent.action);
  if (sent.origin !== undefined) headers.set("origin", sent.origin);
  const form = new FormData();
  if (typeof fields !== "string") for (const [name, value] of fields) form.append(name, value);
  const method = sent.method ?? "POST";
  const body = method === "GET" ? null : typeof fields === "string" ? fields : form;
  const request = new Request(`https://acme.test${sent.path ?? "/acme"}`, { method, headers, body });
  return refusalOfCall(request, known);
}

const bound = (id: string, list: string | null): [string, string][] => [
  ["$ACTION_REF_1", ""],
  ["$ACTION_1:0", JSON.stringify({ id, bound: list === null ? null : "$@1" })],
  ...(list === null ? [] : ([["$ACTION_1:1", list]] as [string, string][])),
  ["$ACTION_KEY", "k123"],
  ["name", "x"],
];

describe("a call of an action that our own pages make", () => {
  it.each<[string, [string, string][], Sent]>([
    ["without JavaScript", [[`$ACTION_ID_${plain}`, ""]], { origin: "https://acme.test" }],
    ["without JavaScript, after an earlier answer", bound(stateful, '[{"status":"idle"}]'), {}],
    ["bound to nothing", bound(plain, null), {}],
    [
      "with JavaScript",
      [
        ["0", '["$K1"]'],
        ["1_name", "x"],
      ],
      { action: plain },
    ],
    ["with an earlier answer", [["0", '[{"status":"refused","errors":{}},"$K1"]']], { action: stateful }],
    [
      "with words for what JSON lacks",
      [["0", '[{"a":"$undefined","b":"$n12","c":"$$x"},"$K1"]']],
      { action: stateful },
    ],
    ["with an object that stands twice", [["0", '[{"a":[1],"b":"$0:0:a"},"$K1"]']], { action: stateful }],
  ])("%s is let through", async (_, fields, sent) => {
    expect(await refusal(fields, sent)).toBeNull();
  });

  it("is told from what is none: other methods, other bodies, programs' own doors", async () => {
    expect(await refusal([], { action: "x", method: "GET" })).toBeNull();
    expect(await refusal("a=1")).toBeNull();
    expect(await refusal([["a", "1"]], { path: "/api/beat/x" })).toBeNull();
  });
});

describe("a forged call is its sender's fault, and never reaches Next", () => {
  it.each<[string, [string, string][] | string, Sent]>([
    ["no field of an action", [["a", "1"]], {}],
    ["no field at all", [], {}],
    ["an id that is none", [["$ACTION_ID_x", ""]], {}],
    ["an id named like a property", [["$ACTION_ID___proto__", ""]], {}],
    ["a reference without a description", [["$ACTION_REF_1", ""]], {}],
    [
      "a description that is no JSON",
      [
        ["$ACTION_REF_1", ""],
        ["$ACTION_1:0", `{"id":"${plain}"`],
      ],
      {},
    ],
    ["bound to what is not there", bound(stateful, null), {}],
    ["bound to garbage", bound(stateful, "garbage"), {}],
    ["bound to a number", bound(stateful, "5"), {}],
    [
      "bound to itself",
      [
        ["$ACTION_REF_1", ""],
        ["$ACTION_1:0", `{"id":"${stateful}","bound":"$@0"}`],
      ],
      {},
    ],
    ["bound to too much", bound(stateful, "[1,2]"), {}],
    ["bound to a function", bound(stateful, '["$h2"]'), {}],
    ["a header that is no id", [["0", '["$K1"]']], { action: "toString" }],
    ["arguments that are no form", "[garbage", { action: plain }],
    ["arguments that are nowhere", [["a", "1"]], { action: plain }],
    ["arguments that are no list", [["0", "5"]], { action: plain }],
    [
      "arguments twice",
      [
        ["0", '["$K1"]'],
        ["0", '["$K1"]'],
      ],
      { action: plain },
    ],
    ["no form among the arguments", [["0", "[]"]], { action: plain }],
    ["a form too few", [["0", '["$K1"]']], { action: stateful }],
    ["an argument too many", [["0", '[{},"$K1"]']], { action: plain }],
    ["a number that is none", [["0", '["$nxx","$K1"]']], { action: stateful }],
    ["a file that is not there", [["0", '["$B9","$K1"]']], { action: stateful }],
    ["a way that leads nowhere", [["0", '["$0:5:a","$K1"]']], { action: stateful }],
    ["a way into what everything inherits", [["0", '["$0:0:__proto__","$K1"]']], { action: stateful }],
    ["depth without end", [["0", `${"[".repeat(200_000)}${"]".repeat(200_000)}`]], { action: plain }],
  ])("%s", async (_, fields, sent) => {
    expect(await refusal(fields, sent)).toBe(400);
  });

  it("says so when it is of another build, by header and by field", async () => {
    expect(await refusal([["0", '["$K1"]']], { action: gone })).toBe(409);
    expect(await refusal([[`$ACTION_ID_${gone}`, ""]])).toBe(409);
    expect(await refusal(bound(`60${"0".repeat(40)}`, "[1]"))).toBe(409);
  });

  it.each(["garbage", "null", "https://evil.test", "https://acme.test:8443", "//", "http://["])(
    "is refused when it was sent from %s",
    async (origin) => {
      expect(await refusal([[`$ACTION_ID_${plain}`, ""]], { origin })).toBe(403);
    },
  );
});
