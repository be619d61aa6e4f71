import type { TenantTx } from "@/db/client";
import { findPublicIncident } from "@/db/queries/incident";
import type { PagePart } from "@/lib/domain/subscription";

/** An incident that a page with these parts shows, by its title; null for any other. */
export async function followedIncident(
  tx: TenantTx,
  parts: readonly PagePart[],
  id: string,
): Promise<{ id: string; title: string } | null> {
  const incident = await findPublicIncident(tx, id);
  if (!incident) return null;
  const shown = new Set(parts.map((part) => part.id));
  const isShown =
    incident.components.length === 0 || incident.components.some((component) => shown.has(component.id));
  return isShown ? { id: incident.id, title: incident.title } : null;
}
