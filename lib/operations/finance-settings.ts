import { inTenant } from "@/db/client";
import { anyMemo, readSettings, saveSettings } from "@/db/queries/credit";
import type { FinanceSettingsInput, FourEyesLimit } from "@/lib/domain/credit";
import { AppError } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { audit } from "./record";

/** The zone that years of memos follow until an organization names its own. */
export const defaultZone = "UTC";

export type FinanceSettings = { timezone: string; fourEyes: readonly FourEyesLimit[]; version: number };

export function getFinanceSettings(scope: TenantScope): Promise<FinanceSettings> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    return (await readSettings(tx)) ?? { timezone: defaultZone, fourEyes: [], version: 0 };
  });
}

/** Throws `conflict` for another zone once a memo exists: its year is part of a number that was given (RULES R4.8). */
export function setFinanceSettings(
  scope: TenantScope,
  input: FinanceSettingsInput,
  now: Ms,
): Promise<FinanceSettings> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const before = await readSettings(tx, true);
    const zone = before?.timezone ?? defaultZone;
    if (input.timezone !== zone && (await anyMemo(tx))) {
      const errors = [{ path: "timezone", message: "is fixed since the first memo was issued" }];
      throw new AppError("conflict", "Memo numbers carry the year of this zone.", { errors });
    }
    const { timezone, four_eyes: fourEyes } = input;
    const after = { timezone, fourEyes, updatedAt: now, version: (before?.version ?? 0) + 1 };
    await saveSettings(tx, after);
    const act = {
      action: "finance-settings.update",
      objectType: "finance_settings",
      objectId: tx.organizationId,
    };
    const was = before ? { timezone: before.timezone, four_eyes: before.fourEyes } : null;
    await audit(tx, scope, { ...act, before: was, after: input }, now);
    return after;
  });
}
