import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { eventCatalogue, eventEnvelope, eventTypes } from "@/lib/domain/event-catalogue";
import { sha256Hex } from "@/lib/domain/hash";
import { env } from "@/lib/env";
import type { Route } from "./route";
import { table } from "./table";

/** The body of every refusal, as clients may rely on it. */
const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(["invalid", "unauthenticated", "forbidden", "not_found", "conflict", "limit", "internal"]),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
    instance: z.string().optional(),
  })
  .meta({
    id: "Problem",
    description: "RFC 9457 problem details. `errors[].path` is dotted from the body's root.",
    example: {
      type: "urn:probity:problem:invalid",
      title: "Invalid request",
      status: 400,
      detail: "name is required.",
      code: "invalid",
      errors: [{ path: "name", message: "is required" }],
    },
  });

const refusals: Readonly<Record<string, { name: string; description: string }>> = {
  "400": { name: "Invalid", description: "The request is not valid; `errors` names the fields." },
  "401": { name: "Unauthenticated", description: "No API key, or one that is unknown, expired or revoked." },
  "403": { name: "Forbidden", description: "The key lacks the scope this needs." },
  "404": { name: "NotFound", description: "There is no such object that the key may see." },
  "405": { name: "MethodNotAllowed", description: "The path answers other methods; see `Allow`." },
  "409": {
    name: "Conflict",
    description: "The object's state forbids it, or the Idempotency-Key is taken.",
  },
  "412": { name: "PreconditionFailed", description: "`If-Match` names another version than the current." },
  "413": { name: "TooLarge", description: "The body is larger than this path takes." },
  "415": { name: "NotJson", description: "The body is not JSON." },
  "429": { name: "Limit", description: "More requests than the key's allowance; see `Retry-After`." },
  "500": { name: "Internal", description: "Something failed on our side; try again." },
};

const header = (description: string, schema: z.ZodType = z.string()) =>
  schema.meta({ header: { description } });

const rateFields = z.object({
  RateLimit: header('What is left of the allowance, as in `"key";r=199;t=1`.'),
  "RateLimit-Policy": header("The allowance: requests a minute and burst."),
});

const responses = Object.fromEntries(
  Object.entries(refusals).map(([status, { name, description }]) => [
    name,
    {
      description,
      content: { "application/problem+json": { schema: problem } },
      ...(status === "429" ? { headers: z.object({ "Retry-After": header("Seconds to wait.") }) } : {}),
    },
  ]),
);

/** Which refusals a route can answer with, beyond those that every route can. */
function refusalsOf(route: Route): string[] {
  const always = ["400", "401", "403", "429", "500"];
  if (route.path.includes("{") || route.body || asksByIdentifier(route)) always.push("404");
  if (route.method !== "GET") always.push("409");
  if (route.method === "PATCH" || route.method === "DELETE") always.push("412");
  if (route.body) always.push("413", "415");
  return always.sort();
}

/** Lists and files of one object, which may not exist: `?component_id=…`. */
function asksByIdentifier(route: Route): boolean {
  return Object.keys(route.query?.shape ?? {}).some((name) => name.endsWith("_id"));
}

function responsesOf(route: Route): ZodOpenApiResponsesObject {
  const type = route.contentType ?? "application/json";
  const extra = route.status === 201 ? { Location: header("Path of what was made.") } : {};
  const versioned = route.answer instanceof z.ZodObject && "version" in route.answer.shape;
  const tag = versioned ? { ETag: header("Version of the object.") } : {};
  const good = {
    description: route.status === 204 ? "Done; nothing to say." : route.summary,
    headers: rateFields.extend({ ...extra, ...tag }),
    ...(route.answer ? { content: { [type]: { schema: route.answer } } } : {}),
    ...(route.contentType && !route.answer ? { content: { [type]: { schema: z.string() } } } : {}),
  };
  const refused = refusalsOf(route).map((status) => [
    status,
    { $ref: `#/components/responses/${refusals[status]?.name}` },
  ]);
  const preview = route.preview && {
    "200": { description: route.preview, headers: rateFields, content: good.content },
  };
  return { [String(route.status)]: good, ...preview, ...Object.fromEntries(refused) };
}

function parametersOf(route: Route) {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const path = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  const fields: Record<string, z.ZodType> = {};
  if (route.method === "POST")
    fields["Idempotency-Key"] = z.string().max(255).optional().meta({
      description: "The same key within 24 h gives the first answer again; with another body it is a 409.",
    });
  if (route.method === "PATCH" || route.method === "DELETE")
    fields["If-Match"] = z.string().optional().meta({ description: "The ETag you last saw." });
  return { path, header: z.object(fields), ...(route.query ? { query: route.query } : {}) };
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  return {
    operationId: `${route.method} ${route.path}`
      .toLowerCase()
      .replace(/[^a-z]+/g, "_")
      .replace(/_$/, ""),
    tags: [route.tag],
    summary: route.summary,
    security: [{ key: [route.grant] }],
    requestParams: parametersOf(route),
    ...(route.body
      ? {
          requestBody: {
            required: !route.bodyOptional || !route.body.safeParse({}).success,
            content: { "application/json": { schema: route.body } },
          },
        }
      : {}),
    responses: responsesOf(route),
  };
}

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return paths;
}

/** What we call: one entry per event, with the body that its receiver is sent. */
function webhooksOf(): ZodOpenApiPathsObject {
  return Object.fromEntries(
    eventTypes.map((type) => [
      type,
      {
        post: {
          operationId: `on_${type.replace(".", "_")}`,
          tags: ["Webhooks"],
          summary: eventCatalogue[type].summary,
          requestParams: { header: signatureHeaders },
          requestBody: { required: true, content: { "application/json": { schema: eventEnvelope(type) } } },
          responses: { "2XX": { description: "Taken. Anything else, or nothing in 10 s, is tried again." } },
        },
      },
    ]),
  );
}

/** Standard Webhooks. */
const signatureHeaders = z.object({
  "webhook-id": z.string().meta({ description: "The event's identifier; the same for every repeat." }),
  "webhook-timestamp": z.string().meta({ description: "Seconds since 1970, when this attempt was signed." }),
  "webhook-signature": z.string().meta({ description: "One or, during a rotation, two of `v1,<base64>`." }),
});

/** The OpenAPI 3.1 document of the table; `origin` is where this server is reached. */
export function openApiDocument(routes: readonly Route[], origin: string) {
  const document: ZodOpenApiObject = {
    openapi: "3.1.1",
    info: {
      title: "Probity",
      version: "1",
      description:
        "Status pages and SLA credits you can prove. JSON in snake_case, times in RFC 3339 UTC with milliseconds, lists with `limit` and `cursor`. 600 requests a minute per key, 200 at once.",
    },
    servers: [{ url: `${origin}/api/v1` }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths: pathsOf(routes),
    webhooks: webhooksOf(),
    components: {
      schemas: { Problem: problem },
      responses,
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key: `Authorization: Bearer pb_…`." },
      },
    },
  };
  return createDocument(document);
}

let made: { text: string; etag: string } | undefined;

/** `GET /api/v1/openapi.json`: public, made once, answered with 304 when the caller has it. */
export function openApiResponse(request: Request): Response {
  made ??= write();
  const headers = {
    etag: made.etag,
    "cache-control": "public, max-age=300",
    "access-control-allow-origin": "*",
  };
  if (request.headers.get("if-none-match") === made.etag) return new Response(null, { status: 304, headers });
  return new Response(made.text, {
    headers: { ...headers, "content-type": "application/json; charset=utf-8" },
  });
}

function write(): { text: string; etag: string } {
  const text = JSON.stringify(openApiDocument(table, env().publicUrl));
  return { text, etag: `"${sha256Hex(text).slice(0, 32)}"` };
}
