import { migrate } from "@/db/migrate";
import { required } from "@/lib/env";
import type { Command } from "./command";

export const migrateCommand: Command = {
  summary: "Bring the database up to date.",
  usage: "",
  options: {},
  database: () => true,
  async run() {
    await migrate(required("databaseDirectUrl"));
    console.error("The database is up to date.");
    return 0;
  },
};
