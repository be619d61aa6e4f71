import { migrate } from "@/db/migrate";
import { seedDemo } from "@/db/seed";
import { required } from "@/lib/env";
import type { Command } from "./command";

export const seedCommand: Command = {
  summary: "Write the demo organization, unless it is there.",
  usage: "",
  options: {},
  database: () => true,
  async run() {
    await migrate(required("databaseDirectUrl"));
    await seedDemo(Date.now());
    console.error("The demo organization is there.");
    return 0;
  },
};
