import { answerRequest } from "@/lib/api/handler";
import { systemScope } from "@/lib/auth/scope";
import type { Grant } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { createApiKey } from "@/lib/operations/api-keys";
import { createOrganization } from "@/lib/operations/organizations";

/** The tests' clock: stands still unless a test moves it. */
export const clock = { now: Date.parse("2026-11-20T12:00:00.000Z") };

export type Json = { [name: string]: unknown };

/** What came back, with its JSON read; `problem` for refusals. */
export type Reply = { status: number; headers: Headers; text: string; json: Json };

type Options = { headers?: Record<string, string>; raw?: BodyInit; now?: Ms };

export type Client = {
  scope: TenantScope;
  key: string;
  send(method: string, path: string, body?: unknown, options?: Options): Promise<Reply>;
  get(path: string, options?: Options): Promise<Reply>;
  post(path: string, body: unknown, options?: Options): Promise<Reply>;
  patch(path: string, body: unknown, options?: Options): Promise<Reply>;
  delete(path: string, options?: Options): Promise<Reply>;
};

/** One request through the door itself, without a socket. */
export async function send(
  key: string | null,
  method: string,
  path: string,
  body?: unknown,
  options: Options = {},
): Promise<Reply> {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  if (body !== undefined) headers["content-type"] = "application/json";
  const content = options.raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const request = new Request(`http://probity.test/api/v1${path}`, {
    method,
    headers: { ...headers, ...options.headers },
    ...(content === undefined ? {} : { body: content, duplex: "half" }),
  } as RequestInit);
  const response = await answerRequest(request, options.now ?? clock.now);
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") && !text.includes("\n{");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== "" ? JSON.parse(text) : {},
  };
}

/** A client with a key that holds exactly `grants`, and a scope of the tests' own in the same organization. */
export async function clientOf(organizationId: string, grants: readonly Grant[]): Promise<Client> {
  const scope = systemScope(organizationId, "test");
  const { token } = await createApiKey(
    scope,
    { name: grants.join(" "), scopes: [...grants], expires_at: null },
    clock.now,
  );
  const call = (method: string, path: string, body?: unknown, options?: Options) =>
    send(token, method, path, body, options);
  return {
    scope,
    key: token,
    send: call,
    get: (path, options) => call("GET", path, undefined, options),
    post: (path, body, options) => call("POST", path, body, options),
    patch: (path, body, options) => call("PATCH", path, body, options),
    delete: (path, options) => call("DELETE", path, undefined, options),
  };
}

/** A tenant of its own with a client that may do everything. */
export async function newTenant(slug: string): Promise<{ organizationId: string; client: Client }> {
  const { id } = await createOrganization({ slug, name: slug, owner: `owner@${slug}.example` }, clock.now);
  return { organizationId: id, client: await clientOf(id, ["admin", "finance"]) };
}

/** The paths a refusal complains about. */
export function complaints(reply: Reply): string[] {
  const errors = reply.json.errors;
  return Array.isArray(errors) ? errors.map((error: { path: string }) => error.path) : [];
}
