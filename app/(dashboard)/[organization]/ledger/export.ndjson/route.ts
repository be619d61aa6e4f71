import { ledgerFile } from "@/app/_server/ndjson";

type Context = { params: Promise<{ organization: string }> };

/** Every chain of the organization. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { organization } = await params;
  return ledgerFile(organization, [], `${organization}-ledger`);
}
