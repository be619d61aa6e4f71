import { memoFile } from "@/app/_server/memo-file";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ token: string; file: string }> };

/** `/subscription/{token}/memo/{credit}.pdf` */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { token, file } = await params;
  return await memoFile(token, file);
}
