import pino, { type Logger } from "pino";
import { env } from "@/lib/env";

export type { Logger };

let root: Logger | undefined;

/** One JSON object a line on standard output; `part` says which part of the product speaks. */
export function logger(part: string): Logger {
  root ??= pino({ level: env().logLevel, base: { pid: process.pid } });
  return root.child({ part });
}
