import type { Extraction } from "@/lib/domain/journey";

/** `token = $.path`, `csrf = header X-CSRF`, `order = /pattern/`, a line each, as the schema wants them. */
export function readExtractions(text: string | undefined): unknown[] {
  return (text ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map(readExtraction);
}

function readExtraction(line: string): unknown {
  const at = line.indexOf("=");
  const name = (at < 0 ? line : line.slice(0, at)).trim();
  const from = at < 0 ? "" : line.slice(at + 1).trim();
  const header = /^header\s+(.+)$/i.exec(from);
  if (header) return { name, from: "header", header: header[1] };
  if (from.length > 2 && from.startsWith("/") && from.endsWith("/"))
    return { name, from: "body_regex", pattern: from.slice(1, -1) };
  return { name, from: "json_path", path: from };
}

export function writeExtractions(extractions: readonly Extraction[]): string {
  return extractions
    .map((each) => {
      if (each.from === "header") return `${each.name} = header ${each.header}`;
      return each.from === "body_regex" ? `${each.name} = /${each.pattern}/` : `${each.name} = ${each.path}`;
    })
    .join("\n");
}
