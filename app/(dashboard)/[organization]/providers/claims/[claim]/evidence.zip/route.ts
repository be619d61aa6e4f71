import { memberFile } from "@/app/_server/file";
import { claimPackFile } from "@/lib/api/claim-pack-file";
import { contentTypes } from "@/lib/api/register-file";

type Context = { params: Promise<{ organization: string; claim: string }> };

/** The claim as a letter to its provider, with everything that it rests on. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { organization, claim } = await params;
  return memberFile(organization, async (scope, now) => ({
    stream: await claimPackFile(scope, claim, now),
    contentType: contentTypes.zip,
    name: `claim-${claim}.zip`,
  }));
}
