import { judgeInput } from "./complaint";
import { AppError, type FieldError } from "./errors";
import { type CsvRow, csvRows } from "./import-text";
import { asWritten, harmless } from "./sheet-text";
import { type SubscribeInput, type SubscriberView, subscribeInput } from "./subscriber";
import { formatInstant, type Ms } from "./time";

const listed = ["components", "groups", "kinds"] as const;
const single = ["locale", "timezone", "least_impact", "rhythm"] as const;
const addressColumns = ["email", "e-mail", "address"] as const;
const importable: readonly string[] = [...addressColumns, ...listed, ...single];

/** Most subscribers of one file. */
const importMax = 10_000;

/** One line of a file that can be taken, and where it stood. */
type ImportLine = { line: number; input: SubscribeInput };

/** A file as it can be taken. `skipped` are no mailboxes or hear nothing where the file comes from. */
export type SubscriberFile = { lines: ImportLine[]; skipped: number; ignoredColumns: string[] };

/**
 * Subscribers as a file has them: a head line with `email`, then any of components, groups and kinds (several parted
 * by `|`), locale, timezone, least_impact and rhythm. Of an export of ours, its hooks (whose addresses it does not hold)
 * and whoever is not active are left out: an end in one place is no consent in another. Throws `invalid` naming the
 * lines that cannot be read; then none is taken.
 */
export function readSubscriberFile(csv: string): SubscriberFile {
  const [head, ...rows] = rowsOf(csv.replace(/^\ufeff/, ""));
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  if (!names.some(isAddressColumn))
    throw refusal([{ path: "csv", message: 'must begin with a line of column names, among them "email"' }]);
  if (rows.length > importMax)
    throw refusal([{ path: "csv", message: `must be at most ${importMax} lines; send it in pieces` }]);
  const wanted = rows.filter(({ cells }) => isWanted(names, cells));
  const ignoredColumns = names.filter(
    (name) => !importable.includes(name) && !subscriberColumns.includes(name),
  );
  return { lines: judged(names, wanted), skipped: rows.length - wanted.length, ignoredColumns };
}

function rowsOf(csv: string): CsvRow[] {
  try {
    return csvRows(csv);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AppError("invalid", error.message, { errors: [{ path: "csv", message: error.message }] });
  }
}

const complaintsMax = 20;

function judged(names: readonly string[], rows: readonly CsvRow[]): ImportLine[] {
  const errors: FieldError[] = [];
  const lines: ImportLine[] = [];
  for (const { line, cells } of rows) {
    const found = judgeInput(subscribeInput, givenIn(names, cells));
    if ("data" in found) lines.push({ line, input: found.data });
    else
      for (const { path, message } of found.errors)
        errors.push({ path: `csv.${line}${path === "" ? "" : `.${path}`}`, message });
    if (errors.length >= complaintsMax) break;
  }
  if (errors.length > 0) throw refusal(errors);
  return lines;
}

/** The first complaint as a sentence, and how many there are. */
function refusal(errors: readonly FieldError[]): AppError {
  const [first] = errors;
  const [, line, column] = /^csv\.(\d+)(?:\.(\w+))?/.exec(first?.path ?? "") ?? [];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const where = line === undefined ? "The file" : `Line ${line}${column === undefined ? "" : `: ${column}`}`;
  return new AppError("invalid", `${where} ${first?.message}${more}.`, { errors });
}

function isAddressColumn(name: string): boolean {
  return addressColumns.some((known) => known === name);
}

function isWanted(names: readonly string[], cells: readonly string[]): boolean {
  const [channel, state] = ["channel", "state"].map((name) => cells[names.indexOf(name)]?.trim() ?? "");
  return (channel === "" || channel === "email") && (state === "" || state === "active");
}

function givenIn(names: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const value = asWritten(cells[index]?.trim() ?? "");
    if (value === "" || !importable.includes(name)) continue;
    const isList = listed.some((each) => each === name);
    given[isAddressColumn(name) ? "address" : name] = isList ? partsOf(value) : value;
  }
  return { ...given, channel: "email" };
}

function partsOf(value: string): string[] {
  const parts = value.split("|").map((each) => each.trim());
  return parts.filter((each) => each !== "");
}

const columns = [
  ...[
    "channel",
    "address",
    "state",
    "components",
    "groups",
    "kinds",
    "least_impact",
    "rhythm",
    "incident_id",
    "locale",
  ],
  ...[
    "timezone",
    "consent_basis",
    "consent_note",
    "consent_at",
    "confirmed_at",
    "unsubscribed_at",
    "created_at",
  ],
] as const;
export const subscriberColumns: readonly string[] = columns;

/** One subscriber as a line of the export; what a spreadsheet would compute is written as text. */
export function subscriberCells(view: SubscriberView, impactWord: string): string[] {
  const { consent } = view;
  const at = (instant: Ms | null) => (instant === null ? "" : formatInstant(instant));
  return [
    ...[view.channel, view.address, view.state, joined(view.components), joined(view.groups)],
    ...[joined(view.kinds), impactWord, view.rhythm, view.incidentId ?? "", view.locale],
    view.timezone,
    ...[consent.basis, consent.note ?? "", at(consent.at), at(view.confirmedAt), at(view.unsubscribedAt)],
    at(view.createdAt),
  ].map(harmless);
}

function joined(values: readonly string[] | null): string {
  return values?.join("|") ?? "";
}
