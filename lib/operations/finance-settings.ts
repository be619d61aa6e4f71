import { inTenant } from "@/db/client";
import { anyMemo, readSettings, type SettingsRow, saveSettings } from "@/db/queries/credit";
import { AppError } from "@/lib/domain/errors";
import {
  defaultSeries,
  defaultZone,
  type FinanceSettingsInput,
  type FourEyesLimit,
  type LegalEntity,
  type MemoSeries,
} from "@/lib/domain/finance-settings";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { audit } from "./record";

export type FinanceSettings = {
  timezone: string;
  fourEyes: readonly FourEyesLimit[];
  series: MemoSeries;
  legal: LegalEntity | null;
  reportTo: readonly string[];
  version: number;
};

const unset: FinanceSettings = {
  timezone: defaultZone,
  fourEyes: [],
  series: defaultSeries,
  legal: null,
  reportTo: [],
  version: 0,
};

export function getFinanceSettings(scope: TenantScope): Promise<FinanceSettings> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => (await readSettings(tx)) ?? unset);
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
    const { timezone, four_eyes: fourEyes, series, legal, report_to: reportTo } = input;
    const version = (before?.version ?? 0) + 1;
    const after = { timezone, fourEyes, series, legal, reportTo, updatedAt: now, version };
    await saveSettings(tx, after);
    const act = {
      action: "finance-settings.update",
      objectType: "finance_settings",
      objectId: tx.organizationId,
    };
    await audit(tx, scope, { ...act, before: before ? facts(before) : null, after: input }, now);
    return after;
  });
}

function facts({ timezone, fourEyes, series, legal, reportTo }: SettingsRow) {
  return { timezone, four_eyes: fourEyes, series, legal, report_to: reportTo };
}
