import type { z } from "zod";
import type { Grant } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The names in braces of a path, each with the text found in its place. */
export type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & ParamsOf<Rest>
  : unknown;

/**
 * What a route is given: identified, permitted and parsed. `ifMatch` is the version the caller saw, absent when it
 * does not care; `signal` aborts when the caller goes away.
 */
export type Call<Params, Query, Body> = {
  scope: TenantScope;
  params: Params;
  query: Query;
  body: Body;
  ifMatch: number | undefined;
  now: Ms;
  signal: AbortSignal;
};

/**
 * What a route gives back. `version` becomes the ETag, `location` is a path below /api/v1, `status` takes the place
 * of the route's own.
 */
export type Answer = {
  status?: 200;
  body?: unknown;
  version?: number;
  location?: string;
  stream?: ReadableStream<Uint8Array>;
};

type Facts = {
  method: Method;
  tag: string;
  summary: string;
  /** What the key must hold. */
  grant: Grant;
  /** What the answer holds; absent when it has no JSON body. */
  answer?: z.ZodType;
  /** Of the good answer. */
  status: 200 | 201 | 204;
  /** What a 200 in place of `status` means, where the route can also only show what it would do. */
  preview?: string;
  /** Another content type of the good answer, for streams. */
  contentType?: string;
  /** Most bytes of the body; 1 MB when absent. */
  maxBytes?: number;
  /** The body may be left out. */
  bodyOptional?: boolean;
  /**
   * The run leaves the house between two transactions (law 2), so its answer cannot be kept in the same transaction
   * as its effect: a repeated `Idempotency-Key` meets a lease instead.
   */
  leavesHouse?: boolean;
};

/** One line of the table as the router sees it. `path` lies below /api/v1, parameters in braces: `/components/{id}`. */
export type Route = Facts & {
  path: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  run(call: Call<unknown, unknown, unknown>): Promise<Answer>;
};

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** One line of the table; its path and schemas type what `run` is given, and the router has parsed it by then. */
export function route<
  Path extends string,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  line: Facts & {
    path: Path;
    query?: Query;
    body?: Body;
    run(call: Call<ParamsOf<Path>, Parsed<Query>, Parsed<Body>>): Promise<Answer>;
  },
): Route {
  return line as Route;
}
