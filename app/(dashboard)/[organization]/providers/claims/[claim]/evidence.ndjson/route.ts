import { ndjsonFile } from "@/app/_server/ndjson";
import { getClaim } from "@/lib/operations/upstream-claims";
import { claimEvidence } from "@/lib/operations/upstream-evidence";

type Context = { params: Promise<{ organization: string; claim: string }> };

/** What a claim rests on: our measurements, and the provider's own words. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { organization, claim: id } = await params;
  return ndjsonFile(organization, `claim-${id}`, async (scope) => {
    await getClaim(scope, id, Date.now());
    return claimEvidence(scope, id, Date.now());
  });
}
