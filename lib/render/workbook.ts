import { type StreamedMember, zipStream } from "./zip-stream";

/** Number formats of cells; a style's place is its number in `xl/styles.xml`. */
const formats = ["0", "0.0", "0.00", "0.000", "0.0000", "0.###", "0.######"] as const;
export type NumberFormat = (typeof formats)[number];

/** Text is never computed; a number is decimal text; null is an empty cell. */
export type Cell = { text: string } | { number: string; format: NumberFormat } | null;

export type Sheet = {
  name: string;
  /** Headings of the columns, which stay when the sheet is scrolled. */
  heads: readonly string[];
  /** Characters wide, per column. */
  widths: readonly number[];
  rows(): AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
};

/** An amount with exactly its currency's decimals. */
export function amountFormat(exponent: number): NumberFormat {
  return formats[Math.min(exponent, 4)] ?? "0";
}

/** Rows gathered before they are packed. */
const batchRows = 100;

/** A workbook (ECMA-376) piece by piece, sheet after sheet; holds no more than a hundred rows at a time. */
export function workbookOf(sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
  const fixed = (name: string, body: string): StreamedMember => ({ name, text: () => [declaration + body] });
  return zipStream([
    fixed("[Content_Types].xml", contentTypes(sheets)),
    fixed("_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]])),
    fixed("xl/workbook.xml", workbook(sheets)),
    fixed(
      "xl/_rels/workbook.xml.rels",
      relations([
        ...sheets.map((_, at): [string, string] => ["worksheet", `worksheets/sheet${at + 1}.xml`]),
        ["styles", "styles.xml"],
      ]),
    ),
    fixed("xl/styles.xml", styles()),
    ...sheets.map((sheet, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      text: () => sheetText(sheet, at === 0),
    })),
  ]);
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";

function contentTypes(sheets: readonly Sheet[]): string {
  const part = (path: string, type: string) =>
    `<Override PartName="/xl/${path}.xml" ContentType="${kind}.${type}+xml"/>`;
  const pages = sheets.map((_, at) => part(`worksheets/sheet${at + 1}`, "worksheet")).join("");
  return (
    `<Types xmlns="${packages}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>` +
    `${part("workbook", "sheet.main")}${part("styles", "styles")}${pages}</Types>`
  );
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${office}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${packages}/relationships">${each.join("")}</Relationships>`;
}

function workbook(sheets: readonly Sheet[]): string {
  const each = sheets.map(
    ({ name }, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  return `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${each.join("")}</sheets></workbook>`;
}

/** Style 0 is plain, 1 bold; then one per number format. */
function styles(): string {
  const first = 164;
  const numbers = formats.map((code, at) => `<numFmt numFmtId="${first + at}" formatCode="${code}"/>`);
  const font = (inner: string) => `<font>${inner}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
  const cell = (facts: string) => `<xf ${facts} fillId="0" borderId="0" xfId="0"/>`;
  const cells = [
    cell('numFmtId="0" fontId="0"'),
    cell('numFmtId="0" fontId="1" applyFont="1"'),
    ...formats.map((_, at) => cell(`numFmtId="${first + at}" fontId="0" applyNumberFormat="1"`)),
  ];
  return (
    `<styleSheet xmlns="${main}"><numFmts count="${numbers.length}">${numbers.join("")}</numFmts>` +
    `<fonts count="2">${font("")}${font("<b/>")}</fonts>` +
    `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
    `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
    `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
    `<cellXfs count="${cells.length}">${cells.join("")}</cellXfs>` +
    `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
  );
}

async function* sheetText({ heads, widths, rows }: Sheet, isFirst: boolean): AsyncGenerator<string> {
  const columns = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews>` +
    `<sheetView${isFirst ? ' tabSelected="1"' : ""} workbookViewId="0">` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${columns.join("")}</cols><sheetData>`;
  const names = heads.map((_, at) => columnName(at));
  const titles = heads.map((head, at) => textCell(`${names[at]}1`, head, ' s="1"'));
  let batch = `<row r="1">${titles.join("")}</row>`;
  let row = 1;
  for await (const cells of rows()) {
    row += 1;
    batch += `<row r="${row}">${cells.map((cell, at) => cellText(`${names[at]}${row}`, cell)).join("")}</row>`;
    if (row % batchRows !== 0) continue;
    yield batch;
    batch = "";
  }
  yield `${batch}</sheetData></worksheet>`;
}

/** `A` to `Z`, then `AA`. */
function columnName(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : columnName(Math.floor(at / 26) - 1) + last;
}

function cellText(place: string, cell: Cell): string {
  if (cell === null) return "";
  if ("text" in cell) return textCell(place, cell.text);
  return `<c r="${place}" s="${2 + formats.indexOf(cell.format)}"><v>${cell.number}</v></c>`;
}

/** Longest text that a cell may hold. */
const textMax = 32_767;

function textCell(place: string, text: string, style = ""): string {
  const short = text.length > textMax ? `${text.slice(0, textMax - 1)}…` : text;
  return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(short)}</t></is></c>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as XML; what XML cannot write is left out, and `_x0041_` stays what was typed, for spreadsheets read it as A. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, "")
    .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replace(/\r\n?/g, "\n")
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}
