import type { ClaimSheet, TheirWord } from "@/lib/domain/claim-sheet";
import { exactTime, shortDuration } from "@/lib/domain/duration";
import { type EvidenceRow, secondsOf } from "@/lib/domain/evidence";
import { moneyText } from "@/lib/domain/money-text";
import { periodText } from "@/lib/domain/period-text";
import { kindWords } from "@/lib/domain/statement-words";
import { drawArithmetic, secondsCell } from "./pdf-arithmetic";
import { collectPdf } from "./pdf-document";
import {
  drawHeading,
  drawList,
  drawParagraph,
  drawTable,
  endLetter,
  type Fact,
  openLetter,
  type TableColumn,
} from "./pdf-letter";

/** Most rows of one table; the CSV beside it has them all. */
const rowsMax = 200;

/** A claim as a letter to the provider: what is asked, how it was computed, what we measured, and what they said. */
export function claimPdf(sheet: ClaimSheet): Promise<Buffer> {
  const { claim, timezone } = sheet;
  const period = periodText({ from: claim.periodFrom, to: claim.periodTo }, timezone);
  const head = {
    title: "Service credit claim",
    subtitle: `${sheet.contract} · ${period}`,
    made: sheet.assessedAt,
    facts: factsOf(sheet),
  };
  const doc = openLetter(sheet, head, [sheet.provider]);
  const bytes = collectPdf(doc);
  doc.y += 18;
  drawParagraph(doc, sentenceOf(sheet, period));
  drawHeading(doc, "How it was computed");
  if (sheet.arithmetic.length === 0)
    drawParagraph(doc, "The terms were changed since: only the result is kept.");
  else drawArithmetic(doc, sheet.arithmetic);
  drawHeading(doc, "What we measured");
  if (sheet.evidence.length === 0) drawParagraph(doc, "Nothing but availability.");
  else drawTable(doc, evidenceColumns, evidenceCells(sheet));
  drawHeading(doc, "What you said of it");
  drawWords(doc, sheet);
  drawHeading(doc, "What it rests on");
  drawList(doc, groundsOf(sheet));
  endLetter(doc, sheet, `Claim ${claim.id}`);
  return bytes;
}

function factsOf({ claim, timezone, targetPercent, uptimePercent }: ClaimSheet): Fact[] {
  return [
    ["From", exactTime(claim.periodFrom, timezone)],
    ["To", exactTime(claim.periodTo, timezone)],
    ["Promised", `${targetPercent} %`],
    ["Measured", uptimePercent === null ? "not measured" : `${uptimePercent} %`],
    ["Credit", moneyText(asked(claim), claim.currency)],
    ["Claim before", exactTime(claim.deadline, timezone)],
    ...(claim.reference === null ? [] : [["Reference", claim.reference] as const]),
  ];
}

const asked = ({ claimedMinor, computedMinor }: ClaimSheet["claim"]) => claimedMinor ?? computedMinor;

function sentenceOf({ claim, contract, targetPercent, uptimePercent }: ClaimSheet, period: string): string {
  const measured =
    uptimePercent === null
      ? "was not measured"
      : `was available for ${uptimePercent} % of the time that counts`;
  const promise = `of ${targetPercent} % promised under “${contract}”`;
  if (claim.computedMinor === 0)
    return `By our own measurement your service ${measured} in ${period}, ${promise}. Nothing is owed for it.`;
  return `By our own measurement your service ${measured} in ${period}, ${promise}. We claim the credit of ${moneyText(asked(claim), claim.currency)} that the contract gives for it.`;
}

const evidenceColumns: readonly TableColumn[] = [
  { title: "From", width: 25 },
  { title: "To", width: 25 },
  { title: "What", width: 14 },
  { title: "Downtime", width: 12, align: "right" },
  { title: "Why", width: 24 },
];

function evidenceCells({ evidence, timezone, names }: ClaimSheet): { cells: string[] }[] {
  const cellsOf = (row: EvidenceRow) => [
    exactTime(row.from, timezone),
    exactTime(row.to, timezone),
    kindWords[row.kind],
    secondsCell(secondsOf(row.countedMs)),
    `${row.componentIds.map((id) => names.get(id) ?? id).join(", ")}: ${row.reason}`.replace(/^: /, ""),
  ];
  const rows = evidence.slice(0, rowsMax).map((row) => ({ cells: cellsOf(row) }));
  return cut(rows, evidence.length, "intervals.csv");
}

/** The last row says what of the list is only in the file beside it. */
function cut(rows: { cells: string[] }[], total: number, file: string): { cells: string[] }[] {
  return total <= rowsMax ? rows : [...rows, { cells: [`and ${total - rowsMax} more in ${file}`] }];
}

const wordColumns: readonly TableColumn[] = [
  { title: "Incident", width: 36 },
  { title: "You date it", width: 22 },
  { title: "We read it", width: 22 },
  { title: "Open for", width: 20, align: "right" },
];

function drawWords(doc: ReturnType<typeof openLetter>, { words, source, timezone }: ClaimSheet): void {
  const none =
    source === null
      ? "Your status page is not among those that we read."
      : `Nothing: ${source} told of no incident in this period.`;
  const rows = words.slice(0, rowsMax).map((word) => ({ cells: wordCells(word, timezone) }));
  if (rows.length === 0) drawParagraph(doc, none);
  else drawTable(doc, wordColumns, cut(rows, words.length, "evidence.ndjson"));
}

function wordCells(
  { title, impact, claimedFrom, firstSeenAt, endedSeenAt }: TheirWord,
  zone: string,
): string[] {
  return [
    `${title} (${impact})`,
    claimedFrom === null ? "no date" : exactTime(claimedFrom, zone),
    exactTime(firstSeenAt, zone),
    endedSeenAt === null ? "still open" : shortDuration(endedSeenAt - firstSeenAt),
  ];
}

function groundsOf({ claim, assessedAt, source, isReproduced }: ClaimSheet): Fact[] {
  return [
    ["Assessed", exactTime(assessedAt, "UTC")],
    ["SHA-256 of the result", claim.resultHash],
    [
      "Computed again",
      isReproduced
        ? "to the same result, for this letter"
        : "not to the same result: the contract was changed since",
    ],
    ["Measured by", "monitors of our own, kept in a ledger of hashed entries (evidence.ndjson)"],
    ["Your words", source ?? "not read"],
  ];
}
