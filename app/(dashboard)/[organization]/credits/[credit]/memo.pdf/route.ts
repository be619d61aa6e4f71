import { memberFile } from "@/app/_server/file";
import { contentTypes, memoFile } from "@/lib/api/register-file";

type Context = { params: Promise<{ organization: string; credit: string }> };

/** The memo of an issued credit. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { organization, credit } = await params;
  return memberFile(organization, async (scope, now) => {
    const stream = await memoFile(scope, credit, now);
    return { stream, contentType: contentTypes.pdf, name: `memo-${credit}.pdf` };
  });
}
