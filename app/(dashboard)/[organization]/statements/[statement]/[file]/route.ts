import { memberFile } from "@/app/_server/file";
import { statementFile, statementFileTypes } from "@/lib/api/statement-file";
import { statementFormats } from "@/lib/operations/statement-files";

type Context = { params: Promise<{ organization: string; statement: string; file: string }> };

/** A statement's document, workbook or evidence. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { organization, statement, file } = await params;
  return memberFile(organization, async (scope, now) => {
    const format = statementFormats.find((known) => known === file);
    if (!format) return null;
    const stream = await statementFile(scope, statement, format, now);
    return { stream, contentType: statementFileTypes[format], name: `${statement}-${format}` };
  });
}
