import { customerFile } from "@/app/_server/customer-file";
import { readerAt } from "@/app/_server/me";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ page: string; kind: string; file: string }> };

/** `/status/{slug}/me/memo/{credit}.pdf` and `/status/{slug}/me/statement/{statement}.pdf` */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { page, kind, file } = await params;
  return await customerFile(() => readerAt(request, page), kind, file);
}
