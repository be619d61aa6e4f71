import { ledgerFile } from "@/app/_server/ndjson";

type Context = { params: Promise<{ organization: string; component: string }> };

/** One component's chain. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { organization, component } = await params;
  return ledgerFile(organization, [component], component);
}
