import type { AffectedComponent, IncidentView } from "@/lib/domain/incident";
import type { TemplateView } from "@/lib/domain/incident-template";
import { localText } from "@/lib/domain/local-time";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { readComponentChoices } from "@/lib/operations/component-detail";
import type { Choice } from "./component-states";
import type { ComposerStart } from "./composer";

const byId = (components: readonly { id: string; state: string | null }[]) =>
  Object.fromEntries(components.flatMap(({ id, state }) => (state === null ? [] : [[id, state]])));

/** An empty composer, or one that begins with a template's words and components named in the address. */
export function newStart(template: TemplateView | undefined, componentIds: readonly string[]): ComposerStart {
  return {
    title: template?.title ?? "",
    status: template?.status ?? "investigating",
    impact: template?.impact ?? "",
    body: template?.body ?? "",
    states: byId(componentIds.map((id) => ({ id, state: "partial_outage" }))),
    startedAt: "",
    notify: true,
  };
}

/** A draft as it stands, with a template's words in place of its own when one was asked for. */
export function draftStart(
  view: IncidentView,
  template: TemplateView | undefined,
  zone: string,
): ComposerStart {
  const word = view.updates.findLast((each) => each.publishedAt === null && !each.isPrivate);
  const components: readonly AffectedComponent[] = word?.components ?? [];
  return {
    title: template?.title ?? view.title,
    status: template?.status ?? word?.status ?? view.status,
    impact: template?.impact ?? view.impact,
    body: template?.body ?? word?.body ?? "",
    states: byId(components),
    startedAt: localText(view.startedAt, zone),
    notify: word?.notify ?? true,
  };
}

/** The next word of a published incident; words just taken back are offered again. */
export function updateStart(view: IncidentView, isUndone: boolean, now: Ms): ComposerStart {
  const last = view.updates.findLast((each) => !each.isPrivate);
  const taken = isUndone && last?.withdrawnAt && now - last.withdrawnAt < 600_000 ? last : undefined;
  return {
    title: view.title,
    status: taken?.status ?? view.status,
    impact: view.impact,
    body: taken?.body ?? "",
    states: { ...byId(view.components), ...byId(taken?.components ?? []) },
    startedAt: "",
    notify: taken?.notify ?? true,
  };
}

/** Every component that can be named, in the organization's order. */
export async function loadChoices(scope: TenantScope): Promise<Choice[]> {
  return (await readComponentChoices(scope)).components;
}
