import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./postgres";

/** The demo target's port: chosen once and kept, because the demo's monitors name it in their addresses. */
export async function keptDemoTargetPort(dataDir: string): Promise<number> {
  const file = join(dataDir, "demo-target-port");
  if (!existsSync(file)) writeFileSync(file, String(await freePort()));
  return Number(readFileSync(file, "utf8"));
}
