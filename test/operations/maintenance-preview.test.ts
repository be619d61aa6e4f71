import { describe, expect, it } from "vitest";
import { memberScope } from "@/lib/auth/scope";
import { maintenancePreviewInput } from "@/lib/domain/maintenance-preview";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, hourMs, type Ms } from "@/lib/domain/time";
import { previewMaintenance } from "@/lib/operations/maintenance-preview";
import { signed, termsOf } from "./contract-rig";
import { day, newComponent, newScope, start } from "./ledger-rig";
import { plan } from "./maintenance-rig";

const rule = (changes: Record<string, unknown> = {}) => ({
  exclude: true,
  notice_seconds: 86_400,
  cap_seconds: 6 * 3_600,
  cap_scope: "period",
  unqualified_state: "operational",
  ...changes,
});

function preview(
  scope: TenantScope,
  component: string,
  from: Ms,
  hours: number,
  more: Record<string, unknown> = {},
) {
  const times = { from: formatInstant(from), to: formatInstant(from + hours * hourMs) };
  const input = maintenancePreviewInput.parse({ ...times, components: [component], ...more });
  return previewMaintenance(scope, input, start);
}

async function promised(changes: Record<string, unknown> = {}) {
  const scope = newScope();
  const component = await newComponent(scope);
  const terms = termsOf(component, { maintenance: rule(changes) });
  await signed(scope, component, { startsAt: Date.UTC(2025, 8, 1), now: start, terms });
  return { scope, component };
}

describe("what a plan would mean to contracts, before it is announced", () => {
  it("says how much of the period's allowance is spoken for, and what of the plan is over it", async () => {
    const { scope, component } = await promised();
    await plan(scope, [component], { from: formatInstant(day(5)), to: formatInstant(day(5) + 4 * hourMs) });
    const seen = await preview(scope, component, day(6), 3);
    expect(seen).toMatchObject({ noticeSeconds: 6 * 86_400 });
    expect(seen.commitments).toMatchObject([
      {
        isNoticeEnough: true,
        capSeconds: 6 * 3_600,
        usedSeconds: 4 * 3_600,
        plannedSeconds: 3 * 3_600,
        uncoveredSeconds: 3_600,
        within: { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) },
      },
    ]);
  });

  it("says when the notice is too short: then nothing of it is left out", async () => {
    const { scope, component } = await promised();
    const seen = await preview(scope, component, start + 23 * hourMs, 2);
    expect(seen.commitments).toMatchObject([{ isNoticeEnough: false, uncoveredSeconds: 2 * 3_600 }]);
  });

  it("counts work at the same time once, and a yearly allowance over the calendar year", async () => {
    const { scope, component } = await promised({ cap_scope: "calendar_year", cap_seconds: 10 * 3_600 });
    await plan(scope, [component], { from: formatInstant(day(5)), to: formatInstant(day(5) + 4 * hourMs) });
    const [beside] = (await preview(scope, component, day(5) + 2 * hourMs, 4)).commitments ?? [];
    expect(beside).toMatchObject({
      usedSeconds: 4 * 3_600,
      uncoveredSeconds: 0,
      within: { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) },
    });
    const weekly = { rrule: "FREQ=WEEKLY", timezone: "UTC" };
    const [often] = (await preview(scope, component, day(8), 1, weekly)).commitments ?? [];
    expect(often).toMatchObject({ plannedSeconds: 12 * 3_600, uncoveredSeconds: 6 * 3_600 });
  });

  it("shows contracts to nobody without `finance`", async () => {
    const { scope, component } = await promised();
    const responder = memberScope(scope.organizationId, "usr_2", "responder");
    const seen = await preview(responder, component, day(2), 1);
    expect(seen).toMatchObject({ commitments: null, noticeSeconds: 2 * 86_400 });
    expect(seen.next).toHaveLength(1);
  });
});
