import { describe, expect, it } from "vitest";
import { inGlobal } from "@/db/client";
import { findOrganizationBySlug } from "@/db/queries/organization";
import { seedDemo } from "@/db/seed";
import { systemScope } from "@/lib/auth/scope";
import { contractListInput } from "@/lib/domain/contract";
import { creditListInput } from "@/lib/domain/credit";
import { incidentListInput } from "@/lib/domain/incident";
import { maintenanceListInput } from "@/lib/domain/maintenance";
import { statementListInput } from "@/lib/domain/statement";
import { listContracts } from "@/lib/operations/contracts";
import { listCredits } from "@/lib/operations/credits";
import { listIncidents } from "@/lib/operations/incidents";
import { listMaintenances } from "@/lib/operations/maintenances";
import { listStatements } from "@/lib/operations/statements";

const now = Date.parse("2026-11-27T09:30:00Z");

async function seeded() {
  await seedDemo(now);
  const organization = await inGlobal((tx) => findOrganizationBySlug(tx, "demo"));
  const scope = systemScope(organization?.id ?? "", "test");
  const { items: contracts } = await listContracts(scope, contractListInput.parse({}), now);
  const { items: statements } = await listStatements(scope, statementListInput.parse({ limit: 200 }), now);
  const { items: credits } = await listCredits(scope, creditListInput.parse({}), now);
  return { scope, contracts, statements, credits };
}

describe("the demo's customers", () => {
  it("hold five contracts of different shapes, with a breach, an approved credit and a restatement", async () => {
    const { contracts, statements, credits } = await seeded();
    const termsOf = (name: string) => contracts.find((each) => each.name === name)?.commitments[0];
    expect(contracts).toHaveLength(5);
    expect(termsOf("API agreement")).toMatchObject({ counts: "reported" });
    expect(termsOf("Storefront agreement")?.window).toEqual({
      type: "calendar_quarter",
      fiscal_start_month: 8,
    });
    expect(termsOf("Payments agreement")?.versions[0]?.terms.credit.mode).toBe("per_unit");
    expect(termsOf("Office-hours agreement")?.versions[0]?.terms.service_hours).not.toBeNull();

    const of = (name: string) => {
      const id = contracts.find((each) => each.name === name)?.id;
      return statements.filter(({ contractId }) => contractId === id);
    };
    const broken = of("Platform agreement").find(({ status }) => status === "closed");
    expect(broken).toMatchObject({ month: "2026-09", result: { breached: true, credit_minor: 48_000 } });
    expect(credits.find(({ id }) => id === broken?.creditId)).toMatchObject({ status: "approved" });

    const quarter = of("Storefront agreement").find(({ status }) => status === "closed");
    expect(quarter).toMatchObject({ month: "2026-10", result: { breached: true } });
    expect(credits.find(({ id }) => id === quarter?.creditId)).toMatchObject({ status: "eligible" });

    const restated = of("Office-hours agreement").find(({ restates }) => restates !== null);
    expect(restated).toMatchObject({ status: "closed", month: "2026-09", result: { breached: true } });
    expect(statements.every(({ complaint }) => complaint === null)).toBe(true);
    const counted = of("API agreement").find(({ month }) => month === "2026-10");
    expect(counted?.result?.uptime_percent).toMatch(/^99\.8/);
  });

  it("read what happened, with one postmortem, and what is planned", async () => {
    const { scope } = await seeded();
    const { items: incidents } = await listIncidents(scope, incidentListInput.parse({}));
    expect(incidents).toHaveLength(2);
    expect(incidents.filter(({ postmortemPublishedAt }) => postmortemPublishedAt !== null)).toHaveLength(1);
    const { items: planned } = await listMaintenances(
      scope,
      maintenanceListInput.parse({ when: "upcoming" }),
      now,
    );
    expect(planned).toHaveLength(1);
  });
});
