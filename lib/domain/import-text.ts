/** History as people paste it, read into what the import's schema judges. `lines` names each entry's line. */
export type PastedHistory = { entries: unknown; lines: readonly number[] | null };

const columns = ["from", "to", "state", "reason"] as const;

/**
 * JSON (a list of entries, or the whole REST body) or CSV with a head line of from, to, state and perhaps reason.
 * Throws a `SyntaxError` with a sentence when it is neither.
 */
export function readPastedHistory(text: string): PastedHistory {
  const trimmed = text.trim();
  if (trimmed === "") throw new SyntaxError("Paste the history first.");
  if (trimmed.startsWith("[") || trimmed.startsWith("{")) return readJson(trimmed);
  return readCsv(trimmed);
}

function readJson(text: string): PastedHistory {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `This is not valid JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`,
    );
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value) && "entries" in value)
    return { entries: value.entries, lines: null };
  return { entries: value, lines: null };
}

function readCsv(text: string): PastedHistory {
  const [head, ...rows] = csvRows(text);
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  if (!columns.slice(0, 3).every((column) => names.includes(column)))
    throw new SyntaxError("The first line must name the columns: from,to,state,reason.");
  const unknown = names.find((name) => !columns.some((column) => column === name));
  if (unknown !== undefined)
    throw new SyntaxError(`The column "${unknown}" is none of from, to, state, reason.`);
  const entries = rows.map(({ cells }) =>
    Object.fromEntries(
      names
        .map((name, index) => [name, cells[index]?.trim()])
        .filter(([, value]) => value !== undefined && value !== ""),
    ),
  );
  return { entries, lines: rows.map((row) => row.line) };
}

export type CsvRow = { line: number; cells: string[] };

/**
 * RFC 4180, with commas, semicolons or tabs, whichever the first line has; empty lines are left out. Throws a
 * `SyntaxError` with a sentence when a quote is never closed: all behind it would be one cell.
 */
export function csvRows(csv: string): CsvRow[] {
  const text = csv.replace(/\r\n?/g, "\n");
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let line = 1;
  let row: CsvRow = { line, cells: [] };
  let cell = "";
  let quotedSince: number | null = null;
  const endCell = () => {
    row.cells.push(cell);
    cell = "";
  };
  const endRow = () => {
    endCell();
    if (row.cells.some((each) => each.trim() !== "")) rows.push(row);
    row = { line, cells: [] };
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    const isQuoted: boolean = quotedSince !== null;
    if (character === "\n") line += 1;
    if (isQuoted && character === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"' && (isQuoted || cell.trim() === "")) quotedSince = isQuoted ? null : line;
    else if (!isQuoted && character === separator) endCell();
    else if (!isQuoted && character === "\n") endRow();
    else cell += character;
  }
  if (quotedSince !== null) throw new SyntaxError(`Line ${quotedSince} opens a quote that is never closed.`);
  endRow();
  return rows;
}

function separatorOf(text: string): string {
  const head = text.split("\n", 1)[0] ?? "";
  return [";", "\t"].find((each) => head.includes(each)) ?? ",";
}
