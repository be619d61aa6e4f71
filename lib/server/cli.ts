import { parseArgs } from "node:util";
import { closeDatabase } from "@/db/client";
import { migrate } from "@/db/migrate";
import { AppError, sentenceOf } from "@/lib/domain/errors";
import { env, extendEnv, loadDotEnv, required } from "@/lib/env";
import { type Command, type CommandInput, UsageError } from "./commands/command";
import { exportCommand } from "./commands/export";
import { importCommand } from "./commands/import";
import { keyCreateCommand } from "./commands/key";
import { migrateCommand } from "./commands/migrate";
import { orgCreateCommand } from "./commands/org";
import { probeCommand } from "./commands/probe";
import { seedCommand } from "./commands/seed";
import { verifyCommand } from "./commands/verify";
import { anyDatabase } from "./database";
import { requireNode } from "./node-version";
import { keptSecrets } from "./secrets";

/** Every command by the words that call it. */
const commands: Readonly<Record<string, Command>> = {
  "org create": orgCreateCommand,
  "key create": keyCreateCommand,
  verify: verifyCommand,
  export: exportCommand,
  import: importCommand,
  probe: probeCommand,
  migrate: migrateCommand,
  seed: seedCommand,
};

/** 0 done, 1 refused or failed, 2 not understood; a command may say otherwise (verify). */
process.exit(await main(process.argv.slice(2)));

async function main(argv: string[]): Promise<number> {
  const found = find(argv);
  if (!found) return help(argv);
  try {
    requireNode();
    loadDotEnv();
    const input = read(found.command, found.rest);
    return found.command.database(input)
      ? await withDatabase(() => found.command.run(input))
      : await found.command.run(input);
  } catch (error) {
    console.error(sentence(error));
    if (!(error instanceof UsageError)) return 1;
    console.error(`Usage: npm run probity -- ${found.name} ${found.command.usage}`);
    return 2;
  }
}

type Found = { name: string; command: Command; rest: string[] };

/** The longest name wins: `key create` before `key`. */
function find(argv: string[]): Found | null {
  for (const length of [2, 1]) {
    const name = argv.slice(0, length).join(" ");
    const command = commands[name];
    if (command) return { name, command, rest: argv.slice(length) };
  }
  return null;
}

function help(argv: string[]): number {
  const asked = argv.length === 0 || ["help", "--help", "-h"].includes(argv[0] ?? "");
  const say = asked ? console.log : console.error;
  if (!asked) say(`There is no command "${argv.join(" ")}".`);
  say("Usage: npm run probity -- <command>\n");
  for (const [name, command] of Object.entries(commands))
    say(`  ${`${name} ${command.usage}`.trim()}\n      ${command.summary}`);
  return asked ? 0 : 2;
}

function read(command: Command, argv: string[]): CommandInput {
  const { values, positionals } = parse(command, argv);
  const text = (name: string) => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  const needed = (name: string) => {
    const value = text(name);
    if (value === undefined || value === "") throw new UsageError(`--${name} is missing.`);
    return value;
  };
  return { text, needed, flag: (name) => values[name] === true, words: positionals };
}

function parse(command: Command, argv: string[]) {
  try {
    return parseArgs({ args: argv, options: command.options, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** A running instance's database, or one started for the call, up to date and with the secrets kept beside it. */
async function withDatabase(work: () => Promise<number>): Promise<number> {
  const database = await anyDatabase();
  try {
    if (database.embedded) extendEnv({ ...keptSecrets(env().dataDir, env()), ...database.environment });
    await migrate(required("databaseDirectUrl"));
    return await work();
  } finally {
    await closeDatabase();
    await database.close();
  }
}

function sentence(error: unknown): string {
  if (error instanceof AppError)
    return [...new Set([error.message, ...error.errors.map(sentenceOf)])].join("\n  ");
  return error instanceof Error ? error.message : String(error);
}
