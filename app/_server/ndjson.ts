import { ndjsonStream } from "@/lib/api/ndjson";
import { AppError } from "@/lib/domain/errors";
import type { TenantScope } from "@/lib/domain/scope";
import { exportLedger } from "@/lib/operations/export";
import { identify } from "./member";

/** The ledger of an organization, or of some of its components, as a file that `probity verify` checks offline. */
export async function ledgerFile(
  slug: string,
  componentIds: readonly string[],
  name: string,
): Promise<Response> {
  return ndjsonFile(slug, name, (scope) => exportLedger(scope, componentIds, Date.now()));
}

/** Lines as a download for a member; what the reader may not see does not exist. */
export async function ndjsonFile(
  slug: string,
  name: string,
  read: (scope: TenantScope) => Promise<AsyncIterable<string>>,
): Promise<Response> {
  const { member } = await identify(slug);
  const lines = member ? await read(member.scope).catch(unseen) : null;
  if (!lines) return new Response("Not found\n", { status: 404 });
  return new Response(ndjsonStream(lines), {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.ndjson"`,
      "cache-control": "no-store",
    },
  });
}

function unseen(error: unknown): null {
  if (error instanceof AppError && (error.code === "not_found" || error.code === "forbidden")) return null;
  throw error;
}
