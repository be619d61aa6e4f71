import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Method, type Route, route } from "@/lib/api/route";
import { compileRouter } from "@/lib/api/router";

function line(method: Method, path: string): Route {
  const answer = z.object({});
  return route({
    method,
    path,
    tag: "",
    summary: "",
    grant: "read",
    status: 200,
    answer,
    run: async () => ({}),
  });
}

const word = fc.stringMatching(/^[a-z-]{1,8}$/);
const segment = fc.oneof(
  word,
  word.map((name) => `{${name.replaceAll("-", "_")}}`),
);
const paths = fc
  .array(fc.array(segment, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((all) => all.map((segments) => `/${segments.join("/")}`))
  .map((all) => [...new Map(all.map((path) => [path.replaceAll(/\{\w+\}/g, "{}"), path])).values()]);

/** Slow and plain: the first path whose fixed words agree, preferring fixed words from left to right. */
function bestPath(all: readonly string[], wanted: string): string | undefined {
  const fits = all.filter((path) => {
    const pattern = path.replaceAll(/\{\w+\}/g, "[A-Za-z0-9_-]{1,100}");
    return new RegExp(`^${pattern}$`).test(wanted);
  });
  const rank = (path: string) =>
    path
      .split("/")
      .map((part) => (part.startsWith("{") ? "1" : "0"))
      .join("");
  return fits.toSorted((a, b) => rank(a).localeCompare(rank(b)))[0];
}

describe("router", () => {
  it("finds what a plain search finds, over any table and any path", () => {
    fc.assert(
      fc.property(paths, fc.array(word, { minLength: 1, maxLength: 4 }), (all, segments) => {
        const router = compileRouter(all.map((path) => line("GET", path)));
        const wanted = `/${segments.join("/")}`;
        const found = router("GET", wanted);
        expect(found.kind === "found" ? found.route.path : undefined).toBe(bestPath(all, wanted));
      }),
      { numRuns: 500 },
    );
  });

  it("gives parameters back by name", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,100}$/), (id) => {
        const router = compileRouter([line("GET", "/components/{id}/timeline")]);
        const found = router("GET", `/components/${id}/timeline`);
        expect(found).toMatchObject({ kind: "found", params: { id } });
      }),
    );
  });

  it("says which methods a known path answers", () => {
    const router = compileRouter([line("GET", "/a/{id}"), line("PATCH", "/a/{id}"), line("POST", "/a")]);
    expect(router("DELETE", "/a/x")).toEqual({ kind: "other_method", methods: ["GET", "PATCH"] });
    expect(router("GET", "/b")).toEqual({ kind: "none" });
  });

  it("takes nothing for an identifier that could not be one", () => {
    const router = compileRouter([line("GET", "/a/{id}")]);
    for (const id of ["", "%00", "a%2Fb", "a b", "ä", "x".repeat(101), "..;"])
      expect(router("GET", `/a/${id}`).kind).toBe("none");
  });

  it("refuses a table with two answers to one question", () => {
    expect(() => compileRouter([line("GET", "/a/{id}"), line("GET", "/a/{name}")])).toThrow(/two routes/);
  });
});
