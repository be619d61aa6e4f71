import { complaintsOf } from "./complaint";
import { AppError, type FieldError } from "./errors";
import { csvRows } from "./import-text";
import { harmless } from "./register-layout";
import { type SubscribeInput, type SubscriberView, subscribeInput } from "./subscriber";
import { formatInstant, type Ms } from "./time";

const listed = ["components", "groups", "kinds"] as const;
const single = ["locale", "timezone", "least_impact", "rhythm"] as const;
const addressColumns = ["email", "address"] as const;
const importable: readonly string[] = [...addressColumns, ...listed, ...single];

/** Most subscribers of one file. */
const importMax = 10_000;

/** One line of a file that can be taken, and where it stood. */
export type ImportLine = { line: number; input: SubscribeInput };

/**
 * Subscribers as a file has them: a head line with `email`, then any of components, groups and kinds (several parted
 * by `|`), locale, timezone, least_impact and rhythm. A column we export and do not import is passed over. Throws `invalid`
 * naming the lines that cannot be read; then none is taken.
 */
export function readSubscriberFile(csv: string): ImportLine[] {
  const [head, ...rows] = csvRows(csv.replace(/^\ufeff/, ""));
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  if (!names.some((name) => addressColumns.some((known) => known === name)))
    throw refusal([{ path: "csv", message: 'must begin with a line of column names, among them "email"' }]);
  if (rows.length > importMax)
    throw refusal([{ path: "csv", message: `must be at most ${importMax} lines; send it in pieces` }]);
  const errors: FieldError[] = [];
  const lines: ImportLine[] = [];
  for (const { line, cells } of rows) {
    const judged = subscribeInput.safeParse(givenIn(names, cells));
    if (judged.success) lines.push({ line, input: judged.data });
    else
      for (const { path, message } of complaintsOf(judged.error))
        errors.push({ path: `csv.${line}${path === "" ? "" : `.${path}`}`, message });
    if (errors.length >= 20) break;
  }
  if (errors.length > 0) throw refusal(errors);
  return lines;
}

function refusal(errors: readonly FieldError[]): AppError {
  const [first] = errors;
  const where = /^csv\.(\d+)/.exec(first?.path ?? "")?.[1];
  const sentence = where === undefined ? `The file ${first?.message}.` : `Line ${where} ${first?.message}.`;
  return new AppError("invalid", sentence, { errors });
}

function givenIn(names: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const value = cells[index]?.trim() ?? "";
    if (value === "" || !importable.includes(name)) continue;
    const isList = listed.some((each) => each === name);
    given[name === "email" ? "address" : name] = isList
      ? value
          .split("|")
          .map((each) => each.trim())
          .filter((each) => each !== "")
      : value;
  }
  return { ...given, channel: "email" };
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
