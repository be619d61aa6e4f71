import type { z } from "zod";
import { parseInput } from "@/lib/domain/complaint";
import { invalid } from "@/lib/domain/errors";
import { checkStorable } from "./body";

/** The query of a request by its schema; a name given twice or not known is refused like any other field. */
export function readQuery(search: URLSearchParams, schema: z.ZodObject | undefined): unknown {
  const values: Record<string, string> = {};
  for (const [name, value] of search) {
    if (Object.hasOwn(values, name)) throw invalid(name, "is given twice");
    if (!schema || !Object.hasOwn(schema.shape, name)) throw invalid(name, "is not a parameter of this path");
    values[name] = value;
  }
  checkStorable(values, "", 0);
  return schema ? parseInput(schema, values) : undefined;
}
