import { parseInput } from "@/lib/domain/complaint";
import { AppError, notFound } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { answerLeased, answerOnce, type KeyedRequest, type SentAnswer } from "@/lib/operations/idempotency";
import { spendRequest } from "@/lib/operations/rate-limits";
import { readJson } from "./body";
import { identifyCaller } from "./caller";
import { entityTag, readIfMatch } from "./etag";
import { readIdempotencyKey, requestHash } from "./idempotency";
import { openApiResponse } from "./openapi";
import { type Refusal, refusalOf } from "./problem";
import { readQuery } from "./query";
import { rateHeaders, refuseBeyond } from "./rate-limit";
import type { Answer, Call, Method, Route } from "./route";
import { compileRouter } from "./router";
import { table } from "./table";
import { createTurns } from "./turns";

const prefix = "/api/v1";
const match = compileRouter(table);

/** Of the process's ten connections one organization gets half; what goes out to the network waits apart. */
const inTurn = createTurns(5, 500);
const inTurnOutside = createTurns(20, 100);

/** What every answer of the door carries: nobody between us and the caller may keep it. */
const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** The one door of REST v1: a request at instant `now` to the response; never throws. */
export async function answerRequest(request: Request, now: Ms): Promise<Response> {
  const headers = new Headers(always);
  const response = await admit(request, headers, now).catch((error) => refuse(refusalOf(error)));
  for (const [name, value] of headers) if (!response.headers.has(name)) response.headers.set(name, value);
  return request.method === "HEAD" ? new Response(null, response) : response;
}

async function admit(request: Request, headers: Headers, now: Ms): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.slice(prefix.length);
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (path === "/openapi.json")
    return method === "GET" ? openApiResponse(request) : otherMethod(method, ["GET"]);
  const found = match(method, path);
  if (found.kind === "none") throw notFound(`path: ${request.method} ${url.pathname}`);
  if (found.kind === "other_method") return otherMethod(method, found.methods);
  const scope = await identifyCaller(request, now);
  const allowance = await spendRequest(scope, now);
  for (const [name, value] of Object.entries(rateHeaders(allowance))) headers.set(name, value);
  refuseBeyond(allowance);
  permit(scope, found.route.grant);
  const turns = found.route.leavesHouse ? inTurnOutside : inTurn;
  return turns(scope.organizationId, () => serve(request, url, found, scope, now));
}

type Found = { route: Route; params: Record<string, string> };

async function serve(request: Request, url: URL, found: Found, scope: TenantScope, now: Ms) {
  const { route, params } = found;
  const query = readQuery(url.searchParams, route.query);
  const ifMatch = readIfMatch(request.headers.get("if-match"));
  const key = route.method === "POST" ? readIdempotencyKey(request.headers.get("idempotency-key")) : null;
  const raw = route.body
    ? await readJson(request, { maxBytes: route.maxBytes, optional: route.bodyOptional })
    : null;
  const body = route.body ? parseInput(route.body, raw) : undefined;
  const call = { params, query, body, ifMatch, now, signal: request.signal };
  if (key === null) {
    const answer = await route.run({ ...call, scope });
    return answer.stream ? streamed(route, answer.stream) : respond(sent(route, answer));
  }
  const keyed = { key, hash: requestHash(route.method, url.pathname + url.search, raw) };
  return runOnce(route, keyed, call, scope);
}

/** A keyed POST: the first answer, or the first answer again. */
async function runOnce(
  route: Route,
  keyed: KeyedRequest,
  call: Omit<Call<unknown, unknown, unknown>, "scope">,
  scope: TenantScope,
): Promise<Response> {
  const once = route.leavesHouse ? answerLeased : answerOnce;
  const run = (inside: TenantScope) =>
    route.run({ ...call, scope: inside }).then((answer) => sent(route, answer), lastingRefusal);
  const { answer, replayed } = await once(scope, keyed, run, call.now);
  const response = respond(answer);
  if (replayed) response.headers.set("idempotent-replayed", "true");
  return response;
}

/** Refusals that a repeated request would meet again are answers like any other; the rest leave no trace. */
function lastingRefusal(error: unknown): SentAnswer {
  if (!(error instanceof AppError)) throw error;
  const { problem, headers } = refusalOf(error);
  if (![400, 404, 409, 412].includes(problem.status) || error.retryAfterSeconds !== undefined) throw error;
  return refusalAnswer({ problem, headers });
}

function sent(route: Route, answer: Answer): SentAnswer {
  const headers: Record<string, string> = {};
  if (answer.version !== undefined) headers.etag = entityTag(answer.version);
  if (answer.location !== undefined) headers.location = prefix + answer.location;
  const status = answer.status ?? route.status;
  if (answer.body === undefined) return { status, headers, body: null };
  headers["content-type"] = "application/json; charset=utf-8";
  return { status, headers, body: JSON.stringify(answer.body) };
}

function streamed(route: Route, stream: ReadableStream<Uint8Array>): Response {
  const type = route.contentType ?? "application/octet-stream";
  return new Response(stream, { status: route.status, headers: { "content-type": type } });
}

function refusalAnswer({ problem, headers }: Refusal): SentAnswer {
  return {
    status: problem.status,
    headers: { ...headers, "content-type": "application/problem+json" },
    body: JSON.stringify(problem),
  };
}

function refuse(refusal: Refusal): Response {
  return respond(refusalAnswer(refusal));
}

function respond({ status, headers, body }: SentAnswer): Response {
  return new Response(body, { status, headers });
}

function otherMethod(method: string, known: readonly Method[]): Response {
  const allow = [...new Set([...known, ...(known.includes("GET") ? ["HEAD"] : []), "OPTIONS"])].join(", ");
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
  const response = refuse(refusalOf(new AppError("invalid", `This path answers ${allow}.`, { status: 405 })));
  response.headers.set("allow", allow);
  return response;
}
