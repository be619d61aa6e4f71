import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { saveAssessed, saveGaps } from "@/db/queries/upstream";
import { claimPackFile } from "@/lib/api/claim-pack-file";
import { periodsBegun } from "@/lib/domain/contract-period";
import { sha256Hex } from "@/lib/domain/hash";
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
    const stream = await claimPackFile(scope, open?.id ?? "", mayAssess);
    const members = unzip(Buffer.from(await new Response(stream).arrayBuffer())) ?? [];
    const files = new Map(members.map(({ name, bytes }) => [name, Buffer.from(bytes)]));
    const named = "README.txt claim.pdf working.csv intervals.csv evidence.ndjson manifest.json";
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
});
