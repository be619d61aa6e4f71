import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { saveAssessed, saveGaps } from "@/db/queries/upstream";
import { claimPackFile } from "@/lib/api/claim-pack-file";
import { verifyPack } from "@/lib/domain/audit-pack";
import { periodsBegun } from "@/lib/domain/contract-period";
import { sha256Hex } from "@/lib/domain/hash";
import { manifestName, type PackFile, sealClaimManifest } from "@/lib/domain/pack-manifest";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs } from "@/lib/domain/time";
import { advanceUpstream } from "@/lib/operations/upstream-assessment";
import { fileClaim, listClaims } from "@/lib/operations/upstream-claims";
import { getUpstreamContract, listUpstreamContracts } from "@/lib/operations/upstream-contracts";
import { readClaimPack } from "@/lib/operations/upstream-pack";
import { unzip } from "@/lib/render/zip";
import { member, tenant } from "../auth/people";
import { start, superuser } from "./ledger-rig";
import { all, mayAssess, november, october } from "./upstream-rig";

describe("a claim against a provider", () => {
  it("is mailed of to those who answer for the money a week before its deadline, and on its last day", async () => {
    const { owner } = await tenant("claims-due");
    await member(owner, "viewer@claims-due.test", "viewer");
    const { scope } = await october(owner);
    await advanceUpstream(scope, mayAssess);
    const mails = async (days: number) => {
      await advanceUpstream(scope, november + days * dayMs);
      const rows = await inTenant(
        scope,
        (tx) => tx.sql<{ address: string; factId: string }[]>`
          select address, fact_id from deliveries where template = 'claim_due' order by fact_id`,
      );
      return rows.map(({ address, factId }) => `${address.split("@")[0]} ${factId.split(":").at(-1)}`);
    };
    expect(await mails(22)).toEqual([]);
    expect(await mails(23)).toEqual(["owner 1"]);
    expect(await mails(28)).toHaveLength(1);
    expect(await mails(29.5)).toEqual(["owner 1", "owner 2"]);
    expect(await mails(30)).toHaveLength(2);
  });

  it("is not mailed of once it was filed", async () => {
    const { owner } = await tenant("claims-filed");
    const { scope } = await october(owner);
    await advanceUpstream(scope, mayAssess);
    const [open] = (await listClaims(scope, all, mayAssess)).items;
    await fileClaim(scope, { id: open?.id ?? "" }, mayAssess);
    await advanceUpstream(scope, november + 24 * dayMs);
    const rows = await inTenant(scope, (tx) => tx.sql`select from deliveries where template = 'claim_due'`);
    expect(rows).toHaveLength(0);
  });

  it("waits with its reason while it cannot be computed, and is assessed as soon as it can", async () => {
    const { scope, contract } = await october();
    const begins = async (at: number) => {
      const sql = superuser();
      await sql`update upstream_contracts set starts_at = ${at} where id = ${contract.id}`;
      await sql.end();
    };
    const { pick, month } = periodsBegun(contract, null, mayAssess)[0] ?? {};
    if (!pick || !month) throw new Error("no period");
    const gap = { contractId: contract.id, periodFrom: start, periodTo: november, period: pick, month };
    await inTenant(scope, async (tx) => {
      await saveGaps(tx, [{ ...gap, reason: "-", triedAt: mayAssess }]);
      await saveAssessed(tx, contract.id, november);
    });
    await begins(november + dayMs);
    await advanceUpstream(scope, mayAssess + 1);
    expect((await listUpstreamContracts(scope))[0]?.gaps).toMatchObject([
      { month: "2026-10", reason: expect.stringMatching(/ends before the contract starts/) },
    ]);
    expect((await listClaims(scope, all, mayAssess)).items).toEqual([]);
    await begins(start);
    await advanceUpstream(scope, mayAssess + 2);
    expect((await getUpstreamContract(scope, contract.id)).gaps).toEqual([]);
    expect((await listClaims(scope, all, mayAssess)).items).toMatchObject([
      { month: "2026-10", computedMinor: 10_000 },
    ]);
  });

  it("goes to the provider as a pack: a letter, the arithmetic, intervals that sum, and a manifest of hashes", async () => {
    const { scope } = await october();
    await advanceUpstream(scope, mayAssess);
    const [open] = (await listClaims(scope, all, mayAssess)).items;
    const members = await packOf(scope, open?.id ?? "");
    const files = new Map(members.map(({ name, bytes }) => [name, Buffer.from(bytes)]));
    const named =
      "README.txt claim.pdf working.csv intervals.csv evidence.ndjson vector.json basis.json ledger.ndjson manifest.json";
    expect([...files.keys()]).toEqual(named.split(" "));
    const manifest = JSON.parse(String(files.get("manifest.json")));
    expect(manifest).toMatchObject({ format: "probity-claim-pack", claim_id: open?.id });
    for (const { name, sha256 } of manifest.files)
      expect([name, sha256]).toEqual([name, sha256Hex(files.get(name) ?? Buffer.alloc(0))]);
    expect(files.get("claim.pdf")?.subarray(0, 5).toString()).toBe("%PDF-");
    const [head = "", ...rows] = String(files.get("intervals.csv")).trim().split(/\r?\n/);
    const counted = head.split(",").indexOf("counted_seconds");
    const sum = rows.reduce((total, row) => total + Number(row.split(",")[counted]), 0);
    expect(sum).toBe(7_200);
    expect(String(files.get("working.csv"))).toMatch(/100\.00/);
    const { sheet } = await readClaimPack(scope, open?.id ?? "", mayAssess);
    expect([sheet.isReproduced, sheet.words.map(({ title }) => title)]).toEqual([true, ["Incident i"]]);
  });

  it("is computed again from its pack alone, and every change of the pack is found and named", async () => {
    const { scope } = await october();
    await advanceUpstream(scope, mayAssess);
    const [open] = (await listClaims(scope, all, mayAssess)).items;
    const files = await packOf(scope, open?.id ?? "");
    const good = { status: "good", message: expect.stringMatching(`^Claim ${open?.id} follows`) };
    expect(verifyPack(files)).toMatchObject(good);
    for (const [index, { name, bytes }] of files.entries()) {
      const message = new RegExp(`^${name} (was changed|is not what was signed)\\.$`);
      const tampered = files.with(index, { name, bytes: flipped(bytes) });
      expect(verifyPack(tampered)).toMatchObject({ status: "bad", message: expect.stringMatching(message) });
      expect(verifyPack(files.toSpliced(index, 1))).toMatchObject({ message: `${name} is missing.` });
    }
  });

  it("is found out by its own ledger, though somebody wrote an unsigned manifest anew", async () => {
    const { scope } = await october();
    await advanceUpstream(scope, mayAssess);
    const [open] = (await listClaims(scope, all, mayAssess)).items;
    const files = await packOf(scope, open?.id ?? "");
    const { organization_id, claim_id } = JSON.parse(textOf(files, manifestName));
    const resealed = (name: string, change: (text: string) => string) => {
      const changed = files
        .filter((file) => file.name !== manifestName)
        .map((file) =>
          file.name === name ? { name, bytes: Buffer.from(change(textOf(files, name))) } : file,
        );
      const facts = { organization_id, claim_id, made_at: "2026-11-20T00:00:00.000Z" };
      const manifest = Buffer.from(sealClaimManifest(facts, changed, null));
      return verifyPack([...changed, { name: manifestName, bytes: manifest }]);
    };
    expect(resealed("README.txt", (text) => text).status).toBe("good");
    const lies: [string, (text: string) => string, RegExp][] = [
      [
        "evidence.ndjson",
        (text) => text.replace('"credit_minor":10000', '"credit_minor":99999'),
        /result does not follow/,
      ],
      [
        "evidence.ndjson",
        (text) => text.replace('"state":"major_outage"', '"state":"operational"'),
        /^The measurement .* is not as the ledger has it/,
      ],
      ["evidence.ndjson", (text) => text.replace(/"id":"[^"]+"/, '"id":"claim_x"'), /is of another claim/],
      [
        "evidence.ndjson",
        (text) => text.replace('"computed_minor":10000', '"computed_minor":90000'),
        /is not the one that was computed/,
      ],
      [
        "evidence.ndjson",
        (text) => text.replace('"amount_minor":100000', '"amount_minor":900000'),
        /is not the one that was computed/,
      ],
      ["ledger.ndjson", (text) => text.replace("major_outage", "minor_outage"), /^ledger.ndjson: /],
      [
        "vector.json",
        (text) => text.replace("major_outage", "operational"),
        /does not follow from the ledger/,
      ],
    ];
    for (const [name, lie, found] of lies)
      expect([name, resealed(name, lie)]).toMatchObject([
        name,
        { status: "bad", message: expect.stringMatching(found) },
      ]);
  });
});

async function packOf(scope: TenantScope, id: string): Promise<PackFile[]> {
  const stream = await claimPackFile(scope, id, mayAssess);
  return unzip(Buffer.from(await new Response(stream).arrayBuffer())) ?? [];
}

function textOf(files: readonly PackFile[], name: string): string {
  return Buffer.from(files.find((file) => file.name === name)?.bytes ?? []).toString();
}

function flipped(bytes: Uint8Array): Uint8Array {
  const at = Math.floor(bytes.length / 2);
  return bytes.with(at, (bytes[at] ?? 0) ^ 1);
}
