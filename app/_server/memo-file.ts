import { AppError } from "@/lib/domain/errors";
import { readOwnMemo } from "@/lib/operations/contact-preferences";
import { memoPdf } from "@/lib/render/pdf-memo";
import { readLinkToken } from "@/lib/signed-link";

/** The memo of a customer's credit, for the contact whose link it is; anything else does not exist. */
export async function memoFile(token: string, file: string): Promise<Response> {
  const missing = () =>
    new Response("Not found\n", { status: 404, headers: { "cache-control": "no-store" } });
  const holder = readLinkToken(token);
  const creditId = /^(\w+)\.pdf$/.exec(file)?.[1];
  if (!holder || creditId === undefined) return missing();
  try {
    const bytes = await memoPdf(await readOwnMemo(holder, creditId, Date.now()));
    return new Response(new Uint8Array(bytes), {
      headers: {
        "content-type": "application/pdf",
        "content-disposition": `inline; filename="${file}"`,
        "cache-control": "private, no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return missing();
    throw error;
  }
}
