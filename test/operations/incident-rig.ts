import type { z } from "zod";
import { inTenant } from "@/db/client";
import { listFacts } from "@/db/queries/incident-update";
import { listEntries } from "@/db/queries/ledger";
import {
  type IncidentPatch,
  type IncidentView,
  incidentInput,
  incidentPatch,
  incidentUpdateInput,
} from "@/lib/domain/incident";
import type { TenantScope } from "@/lib/domain/scope";
import type { Basis } from "@/lib/domain/state";
import { type Ms, secondMs } from "@/lib/domain/time";
import { postUpdate } from "@/lib/operations/incident-updates";
import { createIncident } from "@/lib/operations/incidents";
import { readTimeline } from "@/lib/operations/timeline";

export const noon: Ms = Date.parse("2026-11-20T12:00:00.000Z");
export const second = (count: number): Ms => noon + count * secondMs;

/** An incident through its own input schema, told at `now`. */
export function tell(
  scope: TenantScope,
  input: Partial<z.input<typeof incidentInput>>,
  now: Ms,
): Promise<IncidentView> {
  const whole = { title: "Payments fail", body: "About 1 in 5 payments fail.", ...input };
  return createIncident(scope, incidentInput.parse(whole), now);
}

export async function say(
  scope: TenantScope,
  id: string,
  update: Partial<z.input<typeof incidentUpdateInput>>,
  now: Ms,
): Promise<IncidentView> {
  const whole = incidentUpdateInput.parse({ body: "More words.", ...update });
  return (await postUpdate(scope, { id, update: whole }, now)).incident;
}

export function patchOf(input: z.input<typeof incidentPatch>): IncidentPatch {
  return incidentPatch.parse(input);
}

/** The component's segments as [seconds from noon, state], each up to the next; operational is left out by `[…]`. */
export async function segments(
  scope: TenantScope,
  componentId: string,
  window: { from: Ms; to: Ms },
  basis: Basis = "declared",
): Promise<[number, string][]> {
  const input = { component_id: componentId, from: window.from, to: window.to, basis, as_of: undefined };
  const view = await readTimeline(scope, input, window.to);
  return view.segments.map(({ from, state }) => [(from - noon) / secondMs, state]);
}

export function entriesOf(scope: TenantScope, componentId: string) {
  return inTenant(scope, (tx) => listEntries(tx, componentId, 0, 100));
}

export async function factTypes(scope: TenantScope, incidentId: string): Promise<string[]> {
  const facts = await inTenant(scope, (tx) => listFacts(tx, incidentId, 100));
  return facts.map((fact) => fact.type);
}
