import { expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { grantsFor } from "@/lib/domain/permission";
import { listAuditLog } from "@/lib/operations/audit-log";
import { audit } from "@/lib/operations/record";
import { day, newScope } from "../operations/ledger-rig";

const objects = ["contact", "warning", "upstream_contract", "upstream_claim"];

it.each(objects)(
  "the audit log tells an admin without finance nothing of a %s's facts",
  async (objectType) => {
    const scope = newScope();
    const act = { action: `${objectType}.change`, objectType, objectId: `${objectType}_1` };
    await inTenant(scope, (tx) =>
      audit(tx, scope, { ...act, before: { fee_minor: 1 }, after: { fee_minor: 123_456 } }, day(1)),
    );
    const admin = { ...scope, role: "admin" as const, grants: grantsFor("admin") };
    const { items } = await listAuditLog(admin, { limit: 10 });
    expect(items.map(({ action }) => action)).toEqual([act.action]);
    expect(JSON.stringify(items)).not.toContain("fee_minor");
  },
);
