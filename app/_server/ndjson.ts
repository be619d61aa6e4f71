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
  const { member } = await identify(slug);
  const lines = member ? await linesOf(member.scope, componentIds) : null;
  if (!lines) return new Response("Not found\n", { status: 404 });
  return new Response(ndjsonStream(lines), {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.ndjson"`,
      "cache-control": "no-store",
    },
  });
}

async function linesOf(scope: TenantScope, componentIds: readonly string[]) {
  try {
    return await exportLedger(scope, componentIds, Date.now());
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
