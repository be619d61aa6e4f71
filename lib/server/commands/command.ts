import type { ParseArgsConfig } from "node:util";
import type { z } from "zod";

/** What was typed after the command's words, checked against its options. */
export type CommandInput = {
  /** Text of an option, or undefined when it was not given. */
  text(name: string): string | undefined;
  /** Text of an option that must be given. */
  needed(name: string): string;
  /** Whether a flag was given. */
  flag(name: string): boolean;
  /** Words that belong to no option. */
  readonly words: readonly string[];
};

/** One command of `npm run probity --`. */
export type Command = {
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** What follows the command's words, as shown to people. */
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** Whether the command works on the database; one that does not runs anywhere. */
  readonly database: (input: CommandInput) => boolean;
  /** Returns the exit code. Results go to stdout, everything else to stderr. */
  run(input: CommandInput): Promise<number>;
};

/** The words typed cannot be a command: exit code 2 and the usage. */
export class UsageError extends Error {}

/** What an operation takes, from what was typed; the complaint names the option. */
export function checked<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(
    (issue) => `--${issue.path[0]?.toString() ?? ""} ${issue.message}.`,
  );
  throw new UsageError(sentences.join("\n"));
}
