import { memberFile } from "@/app/_server/file";
import { contentTypes, registerFile } from "@/lib/api/register-file";
import { parseInput } from "@/lib/domain/complaint";
import { type RegisterFormat, registerInput } from "@/lib/domain/register";

type Context = { params: Promise<{ organization: string; file: string }> };

const formats: readonly RegisterFormat[] = ["csv", "xlsx", "pdf", "json"];

/** The credit register as a file, with the filters of the screen that asks for it. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { organization, file } = await params;
  const format = formats.find((known) => file === `credits.${known}`);
  return memberFile(organization, async (scope, now) => {
    if (!format) return null;
    const given = [...new URL(request.url).searchParams].filter(([, value]) => value !== "");
    const query = parseInput(registerInput, Object.fromEntries(given));
    const stream = await registerFile(scope, format, query, now);
    const name = [query.layout, query.accounting_period ?? query.period ?? "all"].join("-");
    return { stream, contentType: contentTypes[format], name: `credits-${name}.${format}` };
  });
}
