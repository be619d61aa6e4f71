import type { PackFile } from "@/lib/domain/pack-manifest";

export function text(name: string, content: string): PackFile {
  return { name, bytes: Buffer.from(content) };
}

export function json(name: string, value: unknown): PackFile {
  return text(name, `${JSON.stringify(value, null, 2)}\n`);
}

/** NDJSON as it is written to a file: each line ends. */
export async function linesOf(lines: AsyncIterable<string>): Promise<string> {
  const said: string[] = [];
  for await (const line of lines) said.push(line);
  return `${said.join("\n")}\n`;
}
