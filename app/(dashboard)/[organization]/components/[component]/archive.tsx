import type { MemberPage } from "@/app/_server/page";
import { Confirm } from "@/app/_ui/confirm";
import type { ComponentView } from "@/lib/domain/component";
import { monitorListInput } from "@/lib/domain/monitor";
import { readComponentTies } from "@/lib/operations/component-detail";
import { listMonitors } from "@/lib/operations/monitors";
import { retireComponent } from "../actions";

/** The question before a component goes: what goes with it, and what stays. */
export async function ArchiveComponent({
  member,
  component,
}: {
  member: MemberPage;
  component: ComponentView;
}) {
  const { scope, organization, now } = member;
  const [ties, { items }] = await Promise.all([
    readComponentTies(scope, component.id),
    listMonitors(scope, monitorListInput.parse({ component_id: component.id, limit: 100 }), now),
  ]);
  const parents = ties.parents.map((parent) => parent.name).join(", ");
  return (
    <Confirm
      label="Archive"
      title={`Archive ${component.name}?`}
      verb={`Archive ${component.name}`}
      action={retireComponent}
      fields={{ organization: organization.slug, id: component.id }}
    >
      <ul className="list-disc space-y-1 pl-4">
        <li>{goes(items.length)}</li>
        {ties.pages.length > 0 ? (
          <li>It leaves {ties.pages.map((page) => page.name).join(", ")} at once.</li>
        ) : null}
        <li>Its ledger stays, with every entry, and can still be verified and exported.</li>
        {parents ? <li>{parents} is made of it: change that composition first.</li> : null}
      </ul>
    </Confirm>
  );
}

function goes(monitors: number): string {
  if (monitors === 0) return "No monitor goes with it.";
  return monitors === 1
    ? "Its monitor stops and is archived."
    : `Its ${monitors} monitors stop and are archived.`;
}
