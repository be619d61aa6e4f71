import { readFileSync } from "node:fs";
import { AppError } from "@/lib/domain/errors";
import { type ImportInput, importInput } from "@/lib/domain/import";
import { importHistory } from "@/lib/operations/import";
import { type Command, UsageError } from "./command";
import { organizationScope } from "./organization";

export const importCommand: Command = {
  summary:
    'Write history from before we watched: a JSON file {"source", "entries": [{from, to, state, reason?}]}.',
  usage: "--org SLUG --component ID FILE",
  options: { org: { type: "string" }, component: { type: "string" } },
  database: () => true,
  async run(input) {
    const componentId = input.needed("component");
    const [file] = input.words;
    if (file === undefined) throw new UsageError("Name the file to import.");
    const body = readHistory(file);
    const scope = await organizationScope(input.needed("org"));
    const { entries, id, lastSeq } = await importHistory(
      scope,
      { ...body, component_id: componentId },
      Date.now(),
    );
    console.log(`${entries} entries imported as ${id}; the ledger now ends at entry ${lastSeq}.`);
    return 0;
  },
};

function readHistory(file: string): ImportInput {
  const parsed = importInput.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("invalid", `${file} holds no history that can be imported.`, { errors });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError("invalid", `${file} cannot be read as JSON: ${why}`);
  }
}
