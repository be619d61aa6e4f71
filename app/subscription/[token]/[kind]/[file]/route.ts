import { customerFile } from "@/app/_server/customer-file";
import { readerByLink } from "@/lib/operations/customer-documents";
import { readLinkToken } from "@/lib/signed-link";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ token: string; kind: string; file: string }> };

/** `/subscription/{token}/memo/{credit}.pdf` and `/subscription/{token}/statement/{statement}.pdf` */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { token, kind, file } = await params;
  const holder = readLinkToken(token);
  return await customerFile(async () => (holder === null ? null : readerByLink(holder)), kind, file);
}
