import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { answerRequest } from "@/lib/api/handler";
import { verifyPack } from "@/lib/domain/audit-pack";
import { verifyExport } from "@/lib/domain/export";
import type { PackFile } from "@/lib/domain/pack-manifest";
import { formatInstant } from "@/lib/domain/time";
import { unzip, zipOf } from "@/lib/render/zip";
import { zipStream } from "@/lib/render/zip-stream";
import { contractBody, termsOf } from "../operations/contract-rig";
import { bytesFrom, stream } from "../render/register-rig";
import { temporaryFolder } from "../temporary-folder";
import { type Client, clock, type Json, newTenant } from "./client";

afterAll(closeDatabase);

const hour = 3_600_000;
const september = Date.parse("2026-09-01T00:00:00.000Z");

let client: Client;
let key: string;

async function bytesOf(path: string, now = clock.now): Promise<{ status: number; bytes: Buffer }> {
  const request = new Request(`http://probity.test/api/v1${path}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const response = await answerRequest(request, now);
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function packOf(id: string): Promise<PackFile[]> {
  const { status, bytes } = await bytesOf(`/statements/${id}/audit-pack.zip`);
  expect(status).toBe(200);
  const files = unzip(bytes);
  if (!files) throw new Error("a pack is a zip");
  return files;
}

/** A closed September of a component with ten hours down and a month of contract. */
async function closedSeptember(name: string, changes: Json = {}, component?: string): Promise<string> {
  const id = component ?? String((await client.post("/components", { name })).json.id);
  if (!component)
    await client.post(`/components/${id}/ledger/import`, {
      source: "old page",
      entries: [
        { from: formatInstant(september), to: formatInstant(september + 100 * hour), state: "operational" },
        {
          from: formatInstant(september + 100 * hour),
          to: formatInstant(september + 110 * hour),
          state: "major_outage",
        },
        { from: formatInstant(september + 110 * hour), to: formatInstant(clock.now), state: "operational" },
      ],
    });
  const customer = String((await client.post("/customers", { name: `Customer of ${name}` })).json.id);
  const contract = await client.post("/contracts", contractBody(customer, id, september, changes));
  expect(contract.status, contract.text).toBe(201);
  const listed = await client.get(`/statements?customer_id=${customer}&period=2026-09`);
  const [statement] = listed.json.data as Json[];
  const closed = await client.send("POST", `/statements/${statement?.id}/close`);
  expect(closed.status, closed.text).toBe(200);
  return String(statement?.id);
}

let statement: string;

beforeAll(async () => {
  ({ client } = await newTenant("packs"));
  key = client.key;
  statement = await closedSeptember("Checkout");
});

describe("an audit pack", () => {
  it("holds statement, working, evidence and ledger, and computes again offline", async () => {
    const files = await packOf(statement);
    expect(files.map(({ name }) => name)).toEqual([
      "README.txt",
      "statement.json",
      "statement.pdf",
      "working.csv",
      "evidence.csv",
      "vector.json",
      "basis.json",
      "ledger.ndjson",
      "manifest.json",
    ]);
    expect(verifyPack(files)).toMatchObject({ status: "good", message: expect.stringContaining(statement) });
    const ledger = files.find(({ name }) => name === "ledger.ndjson");
    expect(verifyExport(Buffer.from(ledger?.bytes ?? []).toString()).status).toBe("good");
  });

  it("is byte for byte the same when the ledger has gone on, and later checkpoints were made", async () => {
    const id = await closedSeptember("Search");
    const path = `/statements/${id}/audit-pack.zip`;
    const first = await bytesOf(path);
    const [head] = (await client.get(`/statements/${id}`)).json.heads as Json[];
    const october = { from: "2026-10-10T00:00:00Z", to: "2026-10-10T01:00:00Z", state: "major_outage" };
    const corrected = await client.post(`/components/${head?.component_id}/ledger/corrections`, {
      ...october,
      reason: "Found in the logs.",
    });
    expect(corrected.status, corrected.text).toBe(201);
    expect((await bytesOf("/ledger/export.ndjson", clock.now + 48 * hour)).status).toBe(200);
    const later = await bytesOf(path, clock.now + 72 * hour);
    expect(later.bytes.equals(first.bytes)).toBe(true);
    expect(verifyPack(unzip(later.bytes) ?? []).status).toBe("good");
  });

  it("is found out when one byte of any file changes, is missing or is added", async () => {
    const files = await packOf(statement);
    for (const [index, { name, bytes }] of files.entries()) {
      const changed = Buffer.from(bytes);
      const at = Math.floor(changed.length / 2);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const tampered = files.with(index, { name, bytes: changed });
      expect(verifyPack(tampered).status, name).not.toBe("good");
      expect(verifyPack(files.toSpliced(index, 1)).status, name).not.toBe("good");
    }
    expect(verifyPack([...files, { name: "more.txt", bytes: Buffer.from("x") }])).toMatchObject({
      status: "bad",
      message: "more.txt was added.",
    });
    expect(verifyPack([{ name: "a.txt", bytes: Buffer.from("x") }]).status).toBe("unreadable");
  });

  it("is found out as a zip: any changed byte of it is no pack or a bad one", async () => {
    const zip = zipOf(await packOf(statement));
    for (let at = 0; at < zip.length; at += Math.ceil(zip.length / 60)) {
      const changed = Buffer.from(zip);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const files = unzip(changed);
      expect(files === null ? "bad" : verifyPack(files).status, `byte ${at}`).not.toBe("good");
    }
  });

  it("covers request counts: their chain is in it, under the same checkpoint", async () => {
    const id = String((await client.post("/components", { name: "Gateway" })).json.id);
    const entries = Array.from({ length: 50 }, (_, index) => ({
      from: formatInstant(september + index * 300_000),
      total: 100,
      bad: index === 7 ? 90 : 0,
    }));
    const reported = await client.post(`/components/${id}/counts`, { interval_seconds: 300, entries });
    expect(reported.status).toBe(201);
    expect(reported.headers.get("location")).toBe(`/api/v1/ledger/export.ndjson?component_id=${id}`);
    const again = { interval_seconds: 300, reason: "late log", entries: [{ ...entries[7], bad: 80 }] };
    await client.post(`/components/${id}/counts`, again);
    const measurement = { method: "interval_error_rate", interval_seconds: 300, empty_interval: "excluded" };
    const terms = termsOf(id, { measurement });
    const counted = await closedSeptember("Gateway", { terms, counts: "reported" }, id);
    const files = await packOf(counted);
    expect(verifyPack(files)).toMatchObject({
      status: "good",
      message: expect.stringContaining("2 reports of counts"),
    });
    const verified = (await client.get("/ledger/verify")).json;
    expect(verified).toMatchObject({ ok: true, counts: [{ id, entries: 2, finding: null }] });
  });

  it("is of closed statements only, for finance only, and nobody else's", async () => {
    const [open] = (await client.get("/statements?period=2026-11")).json.data as Json[];
    expect((await bytesOf(`/statements/${open?.id}/audit-pack.zip`)).status).toBe(409);
    const { client: stranger } = await newTenant("packs-stranger");
    for (const file of ["audit-pack.zip", "statement.pdf", "statement.xlsx", "evidence.csv"])
      expect((await stranger.get(`/statements/${statement}/${file}`)).status, file).toBe(404);
  });
});

describe("npm run probity -- verify", { timeout: 120_000 }, () => {
  const folder = temporaryFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The command as somebody types it, with no database and no server. */
  function verify(bytes: Uint8Array): { code: number | null; said: string } {
    const file = join(folder, "pack.zip");
    writeFileSync(file, bytes);
    const words = ["run", "--silent", "probity", "--", "verify", file];
    const { DATABASE_URL: _, ...env } = process.env;
    const done = spawnSync("npm", words, { encoding: "utf8", env });
    return { code: done.status, said: done.stdout };
  }

  const flipped = (bytes: Uint8Array) => {
    const changed = Buffer.from(bytes);
    const at = Math.floor(changed.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  };

  it("exits 0 for a pack as it was written", async () => {
    const { code, said } = verify(zipOf(await packOf(statement)));
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^GOOD: Statement ${statement} follows`)),
    ]);
  });

  it("exits 1 and names the file that was changed, however the pack was packed again", async () => {
    const files = await packOf(statement);
    const swapped = (changed: string) =>
      files.map(({ name, bytes }) => ({ name, bytes: name === changed ? flipped(bytes) : bytes }));
    expect(verify(zipOf(swapped("evidence.csv")))).toEqual({
      code: 1,
      said: "BAD: evidence.csv was changed.\n",
    });
    const text = swapped("statement.json").map(({ name, bytes }) => ({ name, text: () => stream([bytes]) }));
    const anew = verify(await bytesFrom(zipStream(text)));
    expect(anew).toEqual({ code: 1, said: "BAD: statement.json was changed.\n" });
    const inPlace = Buffer.from(zipOf(files));
    const at = inPlace.indexOf("entries");
    inPlace[at] = (inPlace[at] ?? 0) ^ 1;
    expect(verify(inPlace)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^BAD: \S+ was changed\.$/m),
    });
  });

  it("exits 2 for what is no pack", () => {
    expect(verify(zipOf([{ name: "a.txt", bytes: Buffer.from("x") }])).code).toBe(2);
    expect(verify(Buffer.from("PK\u0003\u0004 and then nothing")).code).toBe(2);
  });
});

describe("the evidence appendix", () => {
  it("sums to the statement's seconds", async () => {
    const { text } = await client.get(`/statements/${statement}/evidence.csv`);
    const [head = "", ...rows] = text.trim().split("\r\n");
    const names = head.split(",");
    const sum = (name: string) =>
      rows.reduce((total, row) => total + Number(row.split(",")[names.indexOf(name)]), 0);
    const { result } = (await client.get(`/statements/${statement}`)).json as { result: Json };
    expect([sum("counted_seconds"), sum("excluded_seconds"), sum("unknown_seconds")]).toEqual([
      result.downtime_seconds,
      result.excluded_seconds,
      result.unknown_seconds,
    ]);
  });

  it("is kept in a manifest with its hash, which a file in hand finds again", async () => {
    const { text } = await client.get(`/statements/${statement}/evidence.csv`);
    const { sha256Hex } = await import("@/lib/domain/hash");
    const { data } = (await client.get(`/exports?sha256=${sha256Hex(text)}`)).json as { data: Json[] };
    expect(data[0]).toMatchObject({
      kind: "statement",
      format: "evidence.csv",
      generator_version: "probity 1",
    });
  });
});
