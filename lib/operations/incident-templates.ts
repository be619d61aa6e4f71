import { inTenant, sqlState, type TenantTx } from "@/db/client";
import {
  countTemplates,
  deleteTemplate,
  insertTemplate,
  listTemplates as listRows,
  lockTemplate,
  type TemplateRow,
  updateTemplate as updateRow,
} from "@/db/queries/incident-template";
import { AppError, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import {
  type TemplateInput,
  type TemplatePatch,
  type TemplateView,
  templatesMax,
} from "@/lib/domain/incident-template";
import type { Page } from "@/lib/domain/input";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { audit, newId } from "./record";

/** Words for a calm hour; a template's name is its own. */
export function createTemplate(scope: TenantScope, input: TemplateInput, now: Ms): Promise<TemplateView> {
  permit(scope, "write");
  const row = { ...input, id: newId("template", now), createdAt: now, updatedAt: now, version: 1 };
  return guarded(
    inTenant(scope, async (tx) => {
      if ((await countTemplates(tx)) >= templatesMax)
        throw new AppError("conflict", `There are ${templatesMax} templates already. Remove one first.`);
      await insertTemplate(tx, row);
      await audit(tx, scope, { ...actOf("incident_template.create", row.id), after: facts(row) }, now);
      return row;
    }),
  );
}

/** All of them, by name. */
export function listTemplates(scope: TenantScope): Promise<Page<TemplateView>> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => ({ items: await listRows(tx), nextCursor: null }));
}

export function updateTemplate(
  scope: TenantScope,
  input: { id: string; patch: TemplatePatch; ifMatch?: number | undefined },
  now: Ms,
): Promise<TemplateView> {
  permit(scope, "write");
  return guarded(
    inTenant(scope, async (tx) => {
      const before = await lock(tx, input.id, input.ifMatch);
      const named = Object.entries(input.patch).filter(([, value]) => value !== undefined);
      const after = await updateRow(tx, before, Object.fromEntries(named), now);
      const act = { before: facts(before), after: facts(after) };
      await audit(tx, scope, { ...actOf("incident_template.update", before.id), ...act }, now);
      return after;
    }),
  );
}

/** Removes the template; incidents told with its words keep them. */
export function removeTemplate(
  scope: TenantScope,
  input: { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lock(tx, input.id, input.ifMatch);
    await deleteTemplate(tx, before.id);
    await audit(tx, scope, { ...actOf("incident_template.remove", before.id), before: facts(before) }, now);
  });
}

async function lock(tx: TenantTx, id: string, ifMatch: number | undefined): Promise<TemplateRow> {
  const row = await lockTemplate(tx, id);
  if (!row) throw notFound("template");
  refuseOtherVersion("template", row.version, ifMatch);
  return row;
}

async function guarded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (sqlState(error) !== "23505") throw error;
    const errors = [{ path: "name", message: "is the name of another template" }];
    throw new AppError("conflict", "Another template has this name.", { errors });
  }
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "incident_template", objectId };
}

function facts({ name, title, body, status, impact }: TemplateRow): Record<string, unknown> {
  return { name, title, body, status, impact };
}
