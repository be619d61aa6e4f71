import { scopeForKey } from "@/lib/auth/api-key";
import { AppError } from "@/lib/domain/errors";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";

/** Whose API key a request carries. Throws `unauthenticated`. */
export async function identifyCaller(request: Request, now: Ms): Promise<TenantScope> {
  const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const scope = bearer ? await scopeForKey(bearer, now) : null;
  if (scope) return scope;
  const message = bearer
    ? "This API key is not known, has expired or was revoked."
    : "Send an API key: Authorization: Bearer pb_…";
  throw new AppError("unauthenticated", message);
}
