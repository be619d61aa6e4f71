import { seedDemo } from "@/db/seed";
import type { Command } from "./command";

export const seedCommand: Command = {
  summary: "Write the demo organization, unless it is there.",
  usage: "",
  options: {},
  database: () => true,
  async run() {
    await seedDemo(Date.now());
    console.error("The demo organization is there.");
    return 0;
  },
};
