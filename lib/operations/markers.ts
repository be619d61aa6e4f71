import { inTenant } from "@/db/client";
import { knownComponents } from "@/db/queries/contract";
import { deleteMarker, insertMarker, listMarkers as listRows, markersBetween } from "@/db/queries/marker";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { invalid, notFound } from "@/lib/domain/errors";
import type { Page } from "@/lib/domain/input";
import { type Marker, type MarkerInput, type MarkerListInput, markerAheadMs } from "@/lib/domain/marker";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { formatInstant, type Interval, type Ms } from "@/lib/domain/time";
import { audit, newId } from "./record";

/** Notes what was done to components at an instant, such as a deployment. */
export function createMarker(scope: TenantScope, input: MarkerInput, now: Ms): Promise<Marker> {
  permit(scope, "write");
  if (input.at > now + markerAheadMs)
    throw invalid("at", "must not lie more than a day ahead; what is planned is a maintenance");
  const { title, at, url, component_ids: componentIds } = input;
  const row = { id: newId("marker", now), title, at, url, componentIds, createdAt: now };
  return inTenant(scope, async (tx) => {
    const known = await knownComponents(tx, componentIds ?? []);
    const strange = componentIds?.findIndex((id) => !known.has(id)) ?? -1;
    if (strange >= 0) throw invalid(`component_ids.${strange}`, "No such component.");
    await insertMarker(tx, row);
    await audit(tx, scope, { ...actOf("marker.create", row.id), after: facts(row) }, now);
    return row;
  });
}

/** Latest first. */
export function listMarkers(scope: TenantScope, input: MarkerListInput): Promise<Page<Marker>> {
  permit(scope, "read");
  const { from, to, component_id: componentId, limit } = input;
  const key = input.cursor === undefined ? null : decodeCursor(input.cursor, ["number", "string"]);
  const after = key && { at: Number(key[0]), id: String(key[1]) };
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit, after }, { from, to, componentId });
    return pageOf(rows, limit, (marker) => [marker.at, marker.id]);
  });
}

/** What a chart of one component is drawn with, oldest first. */
export function markersOf(
  scope: TenantScope,
  componentId: string,
  { from, to }: Interval,
): Promise<Marker[]> {
  permit(scope, "read");
  return inTenant(scope, (tx) => markersBetween(tx, from, to, [componentId]));
}

export function removeMarker(scope: TenantScope, id: string, now: Ms): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const gone = await deleteMarker(tx, id);
    if (!gone) throw notFound("marker");
    await audit(tx, scope, { ...actOf("marker.delete", id), before: facts(gone), after: null }, now);
  });
}

function facts({ title, at, componentIds, url }: Marker): Record<string, unknown> {
  return { title, at: formatInstant(at), component_ids: componentIds, url };
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "marker", objectId };
}
