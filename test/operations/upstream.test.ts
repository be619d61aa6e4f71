import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { findClaim } from "@/db/queries/upstream";
import { memberScope } from "@/lib/auth/scope";
import { dayMs, formatInstant, minuteMs } from "@/lib/domain/time";
import { exposureOf } from "@/lib/domain/upstream";
import { advanceUpstream } from "@/lib/operations/upstream-assessment";
import { fileClaim, getClaim, listClaims, settleClaim } from "@/lib/operations/upstream-claims";
import { claimEvidence } from "@/lib/operations/upstream-evidence";
import { readExposure } from "@/lib/operations/upstream-exposure";
import { newScope, start } from "./ledger-rig";
import { all, mayAssess, november, october } from "./upstream-rig";

describe("what a provider owes us", () => {
  it("is assessed once, from our measurement, when the period is over and evidence has settled", async () => {
    const { scope, contract } = await october();
    await advanceUpstream(scope, november + 1);
    expect((await listClaims(scope, all, november)).items).toEqual([]);
    await Promise.all([advanceUpstream(scope, mayAssess), advanceUpstream(scope, mayAssess)]);
    const { items } = await listClaims(scope, all, mayAssess);
    // 2 h of 744 h: 99.73 %, the first tier of 10 % of 1,000.00.
    expect(items).toMatchObject([
      {
        contractId: contract.id,
        month: "2026-10",
        computedMinor: 10_000,
        status: "open",
        deadline: november + 30 * dayMs,
      },
    ]);
  });

  it("is claimed, granted or refused, and lapses by the clock when nobody claims it", async () => {
    const { scope } = await october();
    await advanceUpstream(scope, mayAssess);
    const id = (await listClaims(scope, all, mayAssess)).items[0]?.id ?? "";
    await expect(settleClaim(scope, { id, granted_minor: 1 }, mayAssess)).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await getClaim(scope, id, november + 30 * dayMs)).status).toBe("lapsed");
    const filed = await fileClaim(scope, { id, reference: "CASE-1" }, mayAssess);
    expect(filed).toMatchObject({ status: "claimed", claimedMinor: 10_000, reference: "CASE-1" });
    expect((await readExposure(scope, mayAssess))[0]).toMatchObject({
      owedToUsMinor: 10_000,
      netMinor: 10_000,
    });
    expect(await settleClaim(scope, { id, granted_minor: 8_000 }, mayAssess)).toMatchObject({
      status: "granted",
    });
    expect(await readExposure(scope, mayAssess)).toEqual([
      { month: "2026-10", currency: "EUR", owedToUsMinor: 8_000, weOweMinor: 0, netMinor: 8_000 },
    ]);
    await expect(fileClaim(scope, { id }, mayAssess)).rejects.toMatchObject({ code: "conflict" });
  });

  it("can be shown: the result, our hashed measurements, and their own words by both clocks", async () => {
    const { scope, componentId } = await october();
    await advanceUpstream(scope, mayAssess);
    const id = (await listClaims(scope, all, mayAssess)).items[0]?.id ?? "";
    const lines: { kind: string; [name: string]: unknown }[] = [];
    for await (const line of claimEvidence(scope, id, mayAssess)) lines.push(JSON.parse(line));
    const of = (kind: string) => lines.filter((line) => line.kind === kind);
    expect(of("claim")[0]).toMatchObject({ computed_minor: 10_000, result: { credit_minor: 10_000 } });
    expect(of("measurement").map(({ entry }) => entry)).toMatchObject([
      { component_id: componentId, state: "operational" },
      { component_id: componentId, state: "major_outage" },
      { component_id: componentId, state: "operational" },
    ]);
    expect(of("provider_incident")).toMatchObject([
      {
        claimed_from: formatInstant(start + 10 * dayMs),
        first_seen_at: formatInstant(start + 10 * dayMs + 20 * minuteMs),
      },
    ]);
    expect(of("provider_reading").map(({ overall }) => overall)).toEqual(["operational", "major_outage"]);
  });

  it("is reminded of once, within the last week in which it can be claimed", async () => {
    const { scope } = await october();
    await advanceUpstream(scope, mayAssess);
    const reminded = async () => {
      const id = (await listClaims(scope, all, mayAssess)).items[0]?.id ?? "";
      return (await inTenant(scope, (tx) => findClaim(tx, id)))?.remindedAt ?? null;
    };
    await advanceUpstream(scope, november + 22 * dayMs);
    expect(await reminded()).toBeNull();
    await advanceUpstream(scope, november + 24 * dayMs);
    await advanceUpstream(scope, november + 25 * dayMs);
    expect(await reminded()).toBe(november + 24 * dayMs);
  });

  it("is finance's alone, and no other tenant's", async () => {
    const { scope } = await october();
    await advanceUpstream(scope, mayAssess);
    const id = (await listClaims(scope, all, mayAssess)).items[0]?.id ?? "";
    const responder = memberScope(scope.organizationId, "usr_2", "responder");
    expect(() => listClaims(responder, all, mayAssess)).toThrow(/finance/);
    await expect(getClaim(newScope(), id, mayAssess)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("net exposure", () => {
  it("never mixes months or currencies", () => {
    const rows = exposureOf(
      [
        { month: "2026-10", currency: "EUR", minor: 500 },
        { month: "2026-10", currency: "USD", minor: 70 },
      ],
      [
        { month: "2026-10", currency: "EUR", minor: 900 },
        { month: "2026-09", currency: "EUR", minor: 10 },
      ],
    );
    expect(rows.map(({ month, currency, netMinor }) => [month, currency, netMinor])).toEqual([
      ["2026-10", "EUR", -400],
      ["2026-10", "USD", 70],
      ["2026-09", "EUR", -10],
    ]);
  });
});
