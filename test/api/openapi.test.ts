import { describe, expect, it } from "vitest";
import { openApiDocument } from "@/lib/api/openapi";
import { table } from "@/lib/api/table";
import { env } from "@/lib/env";
import { send } from "./client";

type Node = { [name: string]: unknown };

const document = JSON.parse(JSON.stringify(openApiDocument(table, "https://probity.test"))) as Node & {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Node>; responses: Record<string, Node>; securitySchemes: Node };
};

type Operation = {
  operationId: string;
  summary: string;
  security: Record<string, string[]>[];
  parameters?: { in: string; name: string; required?: boolean; schema: unknown }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, Node>;
};

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

/** Every object of a document with its place. */
function* nodes(value: unknown, place = "#"): Generator<[string, Node]> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield [place, value as Node];
  for (const [name, inner] of Object.entries(value)) yield* nodes(inner, `${place}/${name}`);
}

function resolve(reference: string): unknown {
  return reference
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((at, name) => (at as Node | undefined)?.[name], document);
}

/** Keywords of JSON Schema 2020-12 (OpenAPI 3.1's dialect) and the type each must have. */
const schemaKeywords: Record<string, (value: unknown) => boolean> = {
  type: (value) =>
    [value].flat().every((type) => /^(string|number|integer|boolean|object|array|null)$/.test(String(type))),
  properties: (value) => typeof value === "object" && !Array.isArray(value),
  required: (value) => Array.isArray(value) && value.every((name) => typeof name === "string"),
  items: (value) => ["object", "boolean"].includes(typeof value) && !Array.isArray(value),
  prefixItems: Array.isArray,
  enum: (value) => Array.isArray(value) && new Set(value).size === value.length,
  anyOf: (value) => Array.isArray(value) && value.length > 0,
  oneOf: (value) => Array.isArray(value) && value.length > 0,
  allOf: (value) => Array.isArray(value) && value.length > 0,
  additionalProperties: (value) => ["object", "boolean"].includes(typeof value),
  propertyNames: (value) => typeof value === "object",
  pattern: (value) => typeof value === "string" && new RegExp(value, "u") instanceof RegExp,
  format: (value) => typeof value === "string",
  minLength: Number.isInteger,
  maxLength: Number.isInteger,
  minItems: Number.isInteger,
  maxItems: Number.isInteger,
  minimum: (value) => typeof value === "number",
  maximum: (value) => typeof value === "number",
  exclusiveMinimum: (value) => typeof value === "number",
  exclusiveMaximum: (value) => typeof value === "number",
  multipleOf: (value) => typeof value === "number",
  description: (value) => typeof value === "string",
  title: (value) => typeof value === "string",
  const: () => true,
  default: () => true,
  example: () => true,
  examples: Array.isArray,
  not: (value) => typeof value === "object",
  discriminator: (value) => typeof value === "object",
  $ref: (value) => typeof value === "string",
};

function schemaFaults(schema: unknown, place: string): string[] {
  if (typeof schema === "boolean") return [];
  if (typeof schema !== "object" || schema === null) return [`${place} is no schema`];
  const { properties, items, anyOf, oneOf, allOf, additionalProperties, ...rest } = schema as Node;
  const own = Object.entries(schema)
    .filter(([name, value]) => !schemaKeywords[name]?.(value))
    .map(([name]) => `${place}: ${name}`);
  const named = Object.entries((properties ?? {}) as Node);
  const lists = [anyOf, oneOf, allOf].flatMap((list) => (list ?? []) as unknown[]);
  const single = [items, additionalProperties, rest.propertyNames, rest.not].filter(
    (inner) => inner !== undefined,
  );
  return [
    ...own,
    ...named.flatMap(([name, inner]) => schemaFaults(inner, `${place}.${name}`)),
    ...[...lists, ...single].flatMap((inner, index) => schemaFaults(inner, `${place}[${index}]`)),
  ];
}

describe("OpenAPI document", () => {
  it("is public, names this server and is answered with 304 to who has it", async () => {
    const reply = await send(null, "GET", "/openapi.json");
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({ openapi: "3.1.1", servers: [{ url: `${env().publicUrl}/api/v1` }] });
    const headers = { "if-none-match": reply.headers.get("etag") ?? "" };
    expect((await send(null, "GET", "/openapi.json", undefined, { headers })).status).toBe(304);
    expect((await send(null, "POST", "/openapi.json")).status).toBe(405);
  });

  it("has every line of the table, and nothing else", () => {
    const drawn = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(drawn.sort()).toEqual(table.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it("resolves every reference, inside its own components", () => {
    const broken = [...nodes(document)]
      .filter(([, node]) => typeof node.$ref === "string")
      .filter(([, node]) => resolve(String(node.$ref)) === undefined)
      .map(([place, node]) => `${place} → ${node.$ref}`);
    expect(broken).toEqual([]);
  });

  it("names every operation once and declares exactly the parameters of its path", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const parameters = operation.parameters ?? [];
      const declared = parameters.filter((each) => each.in === "path");
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(declared.map((each) => each.name)).toEqual(named);
      expect(declared.every((each) => each.required)).toBe(true);
      const places = parameters.map((each) => `${each.in} ${each.name}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });

  it("declares the 200 of a preview, and the 404 of a list or file of one object", () => {
    const answers = (path: string, method: string) =>
      Object.keys(
        operations.find((each) => each.path === path && each.method === method)?.operation.responses ?? {},
      );
    expect(answers("/components/{id}/ledger/corrections", "post")).toEqual(
      expect.arrayContaining(["200", "201"]),
    );
    for (const path of ["/ledger/verify", "/ledger/export.ndjson", "/exports/credits.json"])
      expect(answers(path, "get")).toContain("404");
    expect(answers("/components", "get")).not.toContain("404");
  });

  it("asks every operation for a key with the grant of its line", () => {
    expect(document.components.securitySchemes).toHaveProperty("key.scheme", "bearer");
    for (const { path, method, operation } of operations) {
      const line = table.find((each) => each.path === path && each.method === method.toUpperCase());
      expect(operation.security).toEqual([{ key: [line?.grant] }]);
    }
  });

  it("describes every answer, refusals as problem+json", () => {
    for (const { operation } of operations) {
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(["400", "401", "403", "429", "500"]),
      );
      for (const [status, answer] of Object.entries(operation.responses)) {
        const response = (answer.$ref ? resolve(String(answer.$ref)) : answer) as Node;
        expect(response.description).toEqual(expect.any(String));
        if (Number(status) >= 400) expect(response).toHaveProperty(["content", "application/problem+json"]);
      }
    }
  });

  it("holds only well-formed schemas", () => {
    const bodies = [...nodes({ paths: document.paths, responses: document.components.responses })]
      .filter(([place, node]) => "schema" in node && !place.includes("/properties/"))
      .map(([place, node]): [string, unknown] => [place, node.schema]);
    const named = Object.entries(document.components.schemas);
    expect(bodies.length).toBeGreaterThan(table.length);
    expect([...bodies, ...named].flatMap(([place, schema]) => schemaFaults(schema, place))).toEqual([]);
  });

  it("refuses unknown fields in what it says of bodies", () => {
    const bodies = operations.flatMap(({ operation }) => {
      const schema = operation.requestBody?.content["application/json"]?.schema as Node | undefined;
      const body = schema?.$ref ? (resolve(String(schema.$ref)) as Node) : schema;
      return body?.properties ? [body] : [];
    });
    expect(bodies.length).toBeGreaterThan(50);
    for (const body of bodies) expect(body.additionalProperties).toBe(false);
  });
});
