import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { describe, expect, it } from "vitest";

/**
 * Guards the five laws and the sizes over the source itself. A finding names the file and what to do,
 * so that the law is learnt where it is broken.
 */
const root = resolve(import.meta.dirname, "..");
const rooms = ["app", "lib", "db", "emails", "test"];
const drawers = /(^|\/)(utils?|helpers?|common|shared|misc)(\.tsx?$|\/)/;

type Source = { path: string; text: string; imports: string[]; functions: { name: string; lines: number }[] };

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "node_modules" || name === "fixtures" ? [] : walk(path);
    return /\.(ts|tsx)$/.test(name) ? [path] : [];
  });
}

function read(path: string): Source {
  const text = readFileSync(path, "utf8");
  const { program, module } = parseSync(path, text);
  const lineAt = lineCounter(text);
  const functions: Source["functions"] = [];
  const measure = (node: { start: number; end: number; id?: { name: string } | null }) => {
    functions.push({
      name: node.id?.name ?? `at line ${lineAt(node.start)}`,
      lines: lineAt(node.end) - lineAt(node.start) + 1,
    });
  };
  new Visitor({
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: (node) => measure({ start: node.start, end: node.end, id: null }),
  }).visit(program);
  const dynamic = [...text.matchAll(/import\(\s*"([^"]+)"\s*\)/g)].map((match) => match[1] ?? "");
  const imports = [...module.staticImports.map((each) => each.moduleRequest.value), ...dynamic];
  for (const each of module.staticExports)
    for (const entry of each.entries) if (entry.moduleRequest) imports.push(entry.moduleRequest.value);
  const own = relative(root, path);
  return { path: own, text, imports: imports.map((to) => resolveImport(own, to)), functions };
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function resolveImport(from: string, to: string): string {
  if (to.startsWith("@/")) return to.slice(2);
  return to.startsWith(".") ? join(from, "..", to) : to;
}

const sources = rooms.flatMap((room) => walk(join(root, room))).map(read);
const product = sources.filter((source) => !source.path.startsWith("test/"));
const inRoom = (room: string) => (source: Source) =>
  source.path === room || source.path.startsWith(`${room}/`);
const reaches = (to: string, room: string) =>
  to === room || to.startsWith(`${room}/`) || to === room.replace(/\.ts$/, "");

/** Every import from `room` that leads to one of `forbidden`, except those `allowed` says are fine. */
function crossings(
  room: string,
  forbidden: string[],
  allowed: (to: string, from: string) => boolean = () => false,
) {
  return product
    .filter(inRoom(room))
    .flatMap((source) =>
      source.imports
        .filter((to) => forbidden.some((other) => reaches(to, other)) && !allowed(to, source.path))
        .map((to) => `${source.path} imports ${to}`),
    );
}

const networkRooms = ["lib/net", "lib/probes", "lib/providers", "lib/mirror", "lib/mail"];

describe("law 1: the domain imports only the domain", () => {
  it("keeps lib/domain free of every other room and of outside packages but the few that are pure", () => {
    const pure = [
      ...["zod", "canonicalize", "temporal-polyfill", "re2js", "jsonpath-rfc9535", "ipaddr.js"],
      ...["rrule-temporal", "croner"],
    ];
    const found = product.filter(inRoom("lib/domain")).flatMap((source) =>
      source.imports
        .filter(
          (to) =>
            !to.startsWith("lib/domain/") && !pure.some((name) => to === name || to.startsWith(`${name}/`)),
        )
        .filter((to) => !(to === "node:crypto" && source.path === "lib/domain/hash.ts"))
        .map((to) => `${source.path} imports ${to}`),
    );
    expect(found).toEqual([]);
  });

  it("gives the domain no clock, no randomness and no environment", () => {
    const found = product
      .filter(inRoom("lib/domain"))
      .filter((source) =>
        /\bDate\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|process\./.test(source.text),
      )
      .map((source) => source.path);
    expect(found).toEqual([]);
  });
});

describe("law 2: a transaction never spans a network call", () => {
  it("keeps operations away from the network rooms, the renderers of HTTP and the app", () => {
    expect(crossings("lib/operations", [...networkRooms, "app", "lib/server", "lib/api", "emails"])).toEqual(
      [],
    );
  });

  it("keeps the database away from the network rooms", () => {
    expect(networkRooms.flatMap((room) => crossings(room, ["db", "lib/operations", "app"]))).toEqual([]);
  });

  it("lets renderers see values only", () => {
    expect(crossings("lib/render", ["db", "lib/operations", "lib/auth", "app", ...networkRooms])).toEqual([]);
  });
});

describe("law 3: no scope, no query", () => {
  const bound = /^\(?\s*\w+\s*:\s*(TenantTx|EngineTx|GlobalTx|TenantTx \| EngineTx)\b/;

  it("makes every exported function of db/queries take a bound transaction first", () => {
    const found = product
      .filter(inRoom("db/queries"))
      .flatMap((source) =>
        [...source.text.matchAll(/export (?:async )?function\*? ?(\w+)(?:<[^>]*>)?\(([^)]*)/g)]
          .filter(([, , parameters]) => !bound.test((parameters ?? "").trim()))
          .map(([, name]) => `${source.path}: ${name}`),
      );
    expect(found).toEqual([]);
  });

  it("lets only lib/auth mint scopes and only the named doors use a transaction without a tenant", () => {
    const minters = product.filter((source) => / as (TenantScope|PageScope|EngineScope)\b/.test(source.text));
    expect(minters.map((source) => source.path)).toEqual(["lib/auth/scope.ts"]);
    const openers = product.filter((source) => /\binGlobal\b/.test(source.text)).map((source) => source.path);
    expect(openers.filter((path) => !/^(lib\/(auth|server|operations)\/|db\/)/.test(path))).toEqual([]);
  });

  it("opens connections in db/client and db/migrate alone", () => {
    const found = product
      .filter((source) => source.imports.includes("postgres"))
      .map((source) => source.path)
      .filter((path) => !["db/client.ts", "db/migrate.ts"].includes(path) && !path.startsWith("lib/server/"));
    expect(found).toEqual([]);
  });

  it("R8.4 takes time as an argument: no now() in our SQL", () => {
    const clock = /\b(now\(\)|current_timestamp|clock_timestamp\(\)|statement_timestamp\(\)|localtimestamp)/i;
    const found = product.filter(inRoom("db")).filter((source) => clock.test(withoutComments(source.text)));
    expect(found.map((source) => source.path)).toEqual([]);
  });
});

describe("law 4 and 5: one error, one reader of the environment, thin doors", () => {
  it("reads process.env in lib/env.ts alone", () => {
    const found = product.filter((source) => /process\.env\b/.test(withoutComments(source.text)));
    expect(found.map((source) => source.path)).toEqual(["lib/env.ts"]);
  });

  it("keeps SQL, schema and sockets out of app", () => {
    expect(crossings("app", ["drizzle-orm", "postgres", "db/schema", "db/client", ...networkRooms])).toEqual(
      [],
    );
  });

  it("lets nothing below import the app, and db import no room above the domain", () => {
    expect(crossings("lib", ["app"])).toEqual([]);
    const allowed = (to: string, from: string) =>
      to.startsWith("lib/domain/") || to === "lib/env" || from.startsWith("db/seed");
    expect(crossings("db", ["lib", "app", "emails"], allowed)).toEqual([]);
  });
});

describe("sizes and names", () => {
  it("keeps functions at 70 lines and files at 300", () => {
    const long = sources.flatMap((source) =>
      source.functions
        .filter((each) => each.lines > 70 && !source.path.startsWith("test/"))
        .map((each) => `${source.path} ${each.name}: ${each.lines} lines`),
    );
    const fat = sources
      .map((source) => ({ path: source.path, lines: source.text.split("\n").length - 1 }))
      .filter(({ path, lines }) => lines > (path.startsWith("test/") ? 400 : 300))
      .map(({ path, lines }) => `${path}: ${lines} lines`);
    expect([...long, ...fat]).toEqual([]);
  });

  it("has short functions as a rule: the median is at most 15 lines", () => {
    const lengths = product
      .flatMap((source) => source.functions.map((each) => each.lines))
      .sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)] ?? 0).toBeLessThanOrEqual(15);
  });

  it("has no drawers and no barrel files", () => {
    expect(sources.map((source) => source.path).filter((path) => drawers.test(path))).toEqual([]);
    const barrels = product.filter((source) => {
      const code = withoutComments(source.text).trim();
      return (
        code !== "" &&
        code.split("\n").every((line) => /^(export (type )?(\*|\{).* from |\s*\w+,?$|\} from )/.test(line))
      );
    });
    // Next reads a route's handlers from its file, so a route may be one re-export.
    expect(barrels.map((source) => source.path).filter((path) => !path.endsWith("/route.ts"))).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
