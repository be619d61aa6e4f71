import { describe, expect, it } from "vitest";
import type { MaintenanceStatus } from "@/lib/domain/maintenance";
import { maintenanceInput } from "@/lib/domain/maintenance";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, hourMs, type Ms, secondMs } from "@/lib/domain/time";
import { postMaintenanceUpdate, startMaintenance } from "@/lib/operations/maintenance-acts";
import { undoMaintenanceUpdate } from "@/lib/operations/maintenance-undo";
import { createMaintenance } from "@/lib/operations/maintenances";
import { newComponent, newScope, start } from "./ledger-rig";

async function planned(): Promise<{ scope: TenantScope; id: string }> {
  const scope = newScope();
  const [from, to] = [start + hourMs, start + 3 * hourMs].map(formatInstant);
  const input = maintenanceInput.parse({ title: "Work", from, to, components: [await newComponent(scope)] });
  return { scope, id: (await createMaintenance(scope, input, start)).id };
}

const at = (seconds: number): Ms => start + seconds * secondMs;

describe("words of a maintenance", () => {
  it("R7.4 are taken back for ten seconds, with the status they brought, and not after", async () => {
    const { scope, id } = await planned();
    const say = (body: string, status: MaintenanceStatus | undefined, now: Ms) =>
      postMaintenanceUpdate(scope, { id, body, ...(status === "verifying" ? { status } : {}) }, now);
    await say("A word beforehand", undefined, at(0));
    expect((await undoMaintenanceUpdate(scope, { id }, at(9))).updates).toEqual([]);
    await startMaintenance(scope, { id, body: "" }, at(20));
    expect((await say("We check it", "verifying", at(30))).current.status).toBe("verifying");
    const undone = await undoMaintenanceUpdate(scope, { id }, at(31));
    expect(undone.current.status).toBe("in_progress");
    expect(undone.updates).toHaveLength(1);
    await say("It goes on", undefined, at(40));
    await expect(undoMaintenanceUpdate(scope, { id }, at(50))).rejects.toMatchObject({ code: "conflict" });
  });

  it("that are a start stay: the ledger has it", async () => {
    const { scope, id } = await planned();
    await startMaintenance(scope, { id, body: "We begin" }, at(0));
    await expect(undoMaintenanceUpdate(scope, { id }, at(1))).rejects.toMatchObject({ code: "conflict" });
  });
});
