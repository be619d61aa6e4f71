import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RegisterLine } from "@/lib/domain/register";
import { type Layout, layouts } from "@/lib/domain/register-layout";
import { csvOf } from "@/lib/render/csv";
import { memoPdf } from "@/lib/render/pdf-memo";
import { registerPdf } from "@/lib/render/pdf-register";
import { registerJson } from "@/lib/render/register-json";
import { xlsxOf } from "@/lib/render/xlsx";
import { bytesFrom, evidenceWith, linesWith, stream } from "./register-rig";

async function text(pieces: AsyncIterable<string>): Promise<string> {
  let all = "";
  for await (const piece of pieces) all += piece;
  return all;
}

const workbook = (layout: Layout, lines: readonly RegisterLine[]) =>
  bytesFrom(xlsxOf(layout, stream(lines), () => stream(lines.map(evidenceWith))));

const names = ["Northwind", 'Say "hi", Ltd', "Two\nlines", "Return\rhere", "Łódź 東京"];
const lines = () => names.flatMap((customerName, at) => linesWith({ customerName, id: `crd_${at}` }));

/** Reads RFC 4180 text back, strictly. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const match of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") rows.push([]);
  }
  rows.pop();
  return rows;
}

/** A member of a ZIP file, by the directory at its end. */
function member(zip: Buffer, name: string): string {
  let at = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  while (zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28)) !== name)
    at = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), at + 4);
  const local = zip.readUInt32LE(at + 42);
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(from, from + zip.readUInt32LE(at + 20));
  return (zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString("utf8");
}

describe("CSV", () => {
  it("is read back as it was written: quotes, commas, CR and LF inside fields, one width", async () => {
    const rows = parse(await text(csvOf(layouts.generic, stream(lines()))));
    const [header = [], ...body] = rows;
    expect(body.map((row) => row[header.indexOf("customer_name")])).toEqual(names);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([52]));
  });

  it("has a header and nothing else when there are no credits", async () => {
    const csv = await text(csvOf(layouts.xero, stream([])));
    expect(csv.split("\r\n")).toHaveLength(2);
  });

  it("writes 100,000 lines while it holds no more than a hundred of them", async () => {
    const [line] = linesWith();
    if (!line) throw new Error("no line");
    let asked = 0;
    async function* many(): AsyncGenerator<RegisterLine> {
      for (; asked < 100_000; asked += 1) yield line as RegisterLine;
    }
    let written = -1;
    let mostAhead = 0;
    for await (const piece of csvOf(layouts.generic, many())) {
      written += piece.split("\r\n").length - 1;
      mostAhead = Math.max(mostAhead, asked - written);
    }
    expect([written, mostAhead <= 100]).toEqual([100_000, true]);
  }, 60_000);
});

describe("JSON", () => {
  it("ends with totals per currency and the hash of the CSV of the same lines", async () => {
    const both = [...lines(), ...linesWith({ currency: "JPY", kind: "adjustment_debit" })];
    const csv = await text(csvOf(layouts.generic, stream(both)));
    const json = JSON.parse(await text(registerJson(layouts.generic, { period: "2026-10" }, stream(both))));
    expect(json.lines).toHaveLength(6);
    expect(json.lines[0]).toMatchObject({ credit_net_minor: 25_000, credit_net: "250.00" });
    expect(json.manifest).toEqual({
      filter: { period: "2026-10" },
      line_count: 6,
      totals: [
        {
          currency: "EUR",
          lines: 5,
          credit_net_minor: 125_000,
          tax_minor: 23_750,
          credit_gross_minor: 148_750,
          credit_net: "1250.00",
        },
        {
          currency: "JPY",
          lines: 1,
          credit_net_minor: -25_000,
          tax_minor: -4_750,
          credit_gross_minor: -29_750,
          credit_net: "-25000",
        },
      ],
      csv_sha256: createHash("sha256").update(csv).digest("hex"),
    });
  });
});

describe("XLSX", () => {
  it("has amounts as numbers, names as text and no formula", async () => {
    const zip = await workbook(layouts.xero, linesWith({ customerName: "=1+1 & <b>\u0000\r_x0041_" }));
    const sheet = member(zip, "xl/worksheets/sheet1.xml");
    expect(sheet).toMatch(/<c r="H2"[^>]*><v>250.00<\/v>/);
    expect(sheet).not.toContain("<f>");
    expect(sheet).toMatch(/<c r="A2"[^>]* t="inlineStr"/);
    expect(sheet).toContain(">=1+1 &amp; &lt;b&gt;\n_x005F_x0041_</t>");
    expect(member(zip, "xl/styles.xml")).toContain('formatCode="0.00"');
  });

  it("has what its lines sum to on the second sheet and the time behind each on the third", async () => {
    const zip = await workbook(layouts.generic, [...lines(), ...linesWith({ currency: "JPY" })]);
    const totals = member(zip, "xl/worksheets/sheet2.xml");
    expect([...totals.matchAll(/<v>([^<]*)<\/v>/g)].map(([, value]) => value)).toEqual([
      ...["5", "1250.00", "237.50", "1487.50"],
      ...["1", "25000", "4750", "29750"],
    ]);
    const evidence = member(zip, "xl/worksheets/sheet3.xml");
    expect(evidence.match(/<row /g)).toHaveLength(7);
    expect(evidence).toMatch(/>crd_0<.*>CN-2026-000001<.*>stm_1<.*<v>36000<\/v>.*>Outage\.</);
    const heads = [...evidence.matchAll(/<c r="[A-Z]+1"[^>]*><is><t[^>]*>([^<]*)</g)].map(([, head]) => head);
    expect([heads.slice(0, 3), heads.includes("component")]).toEqual([
      ["line_id", "credit_note_number", "statement_id"],
      false,
    ]);
  });

  it("writes 20,000 lines while it holds no more than some hundreds of them", async () => {
    const [line] = linesWith();
    if (!line) throw new Error("no line");
    let asked = 0;
    async function* many(): AsyncGenerator<RegisterLine> {
      for (; asked < 20_000; asked += 1) yield line as RegisterLine;
    }
    const sizes: number[] = [];
    let askedEarly = 0;
    for await (const piece of xlsxOf(layouts.generic, many(), () => stream([]))) {
      sizes.push(piece.length);
      if (sizes.length === 10) askedEarly = asked;
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
    expect(askedEarly).toBeLessThan(5_000);
    expect(asked).toBe(20_000);
  }, 60_000);
});

describe("every format", () => {
  const made = {
    xlsx: () => workbook(layouts.generic, lines()),
    memo: () =>
      memoPdf({
        actors: new Map(),
        organizationName: "Acme",
        legal: null,
        line: linesWith()[0] as RegisterLine,
      }),
    pdf: () => registerPdf({ organizationName: "Acme", period: "2026-10" }, stream(lines())),
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 20) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(["xlsx", "pdf", "memo"] as const)(
    "%s of the same lines is the same bytes at another time",
    async (format) => {
      const first = await made[format]();
      // A ZIP counts time in steps of two seconds.
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      expect((await made[format]()).equals(first)).toBe(true);
    },
  );

  it("pdf numbers its pages and has a head on each", async () => {
    const many = Array.from({ length: 60 }, () => linesWith()).flat();
    const pdf = await registerPdf({ organizationName: "Acme", period: null }, stream(many));
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.toString("latin1").match(/\/Type \/Page\b/g)).toHaveLength(4);
  });
});
