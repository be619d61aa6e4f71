import { memberFile } from "@/app/_server/file";
import { auditPackFile } from "@/lib/api/audit-pack-file";
import { contentTypes } from "@/lib/api/register-file";
import { statementFile, statementFileTypes } from "@/lib/api/statement-file";
import { statementFormats } from "@/lib/operations/statement-files";

type Context = { params: Promise<{ organization: string; statement: string; file: string }> };

/** A statement's document, workbook, evidence or audit pack. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { organization, statement, file } = await params;
  return memberFile(organization, async (scope, now) => {
    if (file === "audit-pack.zip") {
      const stream = await auditPackFile(scope, statement, now);
      return { stream, contentType: contentTypes.zip, name: `${statement}-${file}` };
    }
    const format = statementFormats.find((known) => known === file);
    if (!format) return null;
    const stream = await statementFile(scope, statement, format, now);
    return { stream, contentType: statementFileTypes[format], name: `${statement}-${format}` };
  });
}
