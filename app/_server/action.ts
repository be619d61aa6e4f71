import { notFound, redirect } from "next/navigation";
import type { z } from "zod";
import type { Member } from "@/lib/auth/session";
import { parseInput } from "@/lib/domain/complaint";
import { AppError } from "@/lib/domain/errors";
import type { Ms } from "@/lib/domain/time";
import { type Fields, fieldsOf } from "./form";
import type { FormState } from "./form-state";
import { identify } from "./member";
import { signInPath } from "./page";

type Act<Schema extends z.ZodType, T> = {
  /** The REST body's schema of the same operation. */
  schema: Schema;
  /** From the form's texts to the value that the schema judges; the texts as they are when left out. */
  read?: (fields: Fields) => unknown;
  run: (member: Member, input: z.output<Schema>, now: Ms) => Promise<T>;
};

/**
 * The only adapter of server actions: identify → parse with REST's schema → operation → words for the form. The form
 * names its organization in a hidden field `organization`; whether the sender belongs there is asked of the session.
 * Next itself refuses a request whose Origin is another host's. A caller redirects after a `done`.
 */
export async function act<Schema extends z.ZodType, T>(
  form: FormData,
  { schema, read, run }: Act<Schema, T>,
): Promise<FormState<T>> {
  const fields = fieldsOf(form);
  const organization = fields.text("organization") ?? "";
  const identity = await identify(organization);
  if (identity.member === null) {
    if (identity.signedIn) notFound();
    redirect(await signInPath(organization));
  }
  try {
    const input = parseInput(schema, read ? read(fields) : fields.given());
    return { status: "done", data: await run(identity.member, input, Date.now()) };
  } catch (error) {
    return refused(error, fields);
  }
}

function refused(error: unknown, fields: Fields): FormState<never> {
  if (!(error instanceof AppError) || error.code === "internal") throw error;
  const errors: Record<string, string> = {};
  for (const { path, message } of error.errors) errors[path] ??= message;
  const said = Object.keys(errors).length > 0 && !("" in errors);
  return {
    status: "refused",
    message: said && error.code === "invalid" ? "Nothing was saved. Mend the marked fields." : error.message,
    errors,
    values: fields.typed(),
  };
}
