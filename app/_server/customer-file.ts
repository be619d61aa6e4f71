import { AppError } from "@/lib/domain/errors";
import { type CustomerReader, readOwnMemo, readOwnStatement } from "@/lib/operations/customer-documents";
import { memoPdf } from "@/lib/render/pdf-memo";
import { statementPdf } from "@/lib/render/pdf-statement";

const makers: Readonly<Record<string, (reader: CustomerReader, id: string, now: number) => Promise<Buffer>>> =
  {
    memo: async (reader, id, now) => memoPdf(await readOwnMemo(reader, id, now)),
    statement: async (reader, id, now) => statementPdf(await readOwnStatement(reader, id, now)),
  };

/** One of a customer's own papers, for whoever came in by a door of this customer; anything else does not exist. */
export async function customerFile(
  enter: () => Promise<CustomerReader | null>,
  kind: string,
  file: string,
): Promise<Response> {
  const make = Object.hasOwn(makers, kind) ? makers[kind] : undefined;
  const id = /^(\w+)\.pdf$/.exec(file)?.[1];
  if (make === undefined || id === undefined) return missing();
  try {
    const reader = await enter();
    return reader === null ? missing() : pdf(await make(reader, id, Date.now()), `${kind}-${file}`);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return missing();
    throw error;
  }
}

function pdf(bytes: Buffer, name: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="${name}"`,
      "cache-control": "private, no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    },
  });
}

function missing(): Response {
  return new Response("Not found\n", { status: 404, headers: { "cache-control": "no-store" } });
}
