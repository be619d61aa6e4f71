import { once } from "node:events";
import { exportLedger } from "@/lib/operations/export";
import type { Command } from "./command";
import { organizationScope } from "./organization";

export const exportCommand: Command = {
  summary: "Write an organization's ledger as NDJSON to standard output; `verify` checks it anywhere.",
  usage: "--org SLUG [COMPONENT_ID …]",
  options: { org: { type: "string" } },
  database: () => true,
  async run(input) {
    const scope = await organizationScope(input.needed("org"));
    let lines = 0;
    for await (const line of await exportLedger(scope, input.words, Date.now())) {
      if (!process.stdout.write(`${line}\n`)) await once(process.stdout, "drain");
      lines += 1;
    }
    console.error(`${lines} lines written.`);
    return 0;
  },
};
