import type { Metadata } from "next";
import { memberPage, type Search } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { PageHead } from "@/app/_ui/page-head";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { newMonitorFields } from "../_form/initial";
import { MonitorForm } from "../_form/monitor-form";
import { createMonitorAction } from "../actions";

export const metadata: Metadata = { title: "New monitor" };

/** The component an address names, or the only one there is. */
function componentOf(asked: unknown, components: readonly { id: string }[]): string | undefined {
  const known = components.find(({ id }) => id === asked);
  return known?.id ?? (components.length === 1 ? components[0]?.id : undefined);
}

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function NewMonitorPage({ params, searchParams }: Props) {
  const { scope, organization } = await memberPage(params, "write");
  const { component_id } = await searchParams;
  const { components } = await readComponentChoices(scope);
  const base = `/${organization.slug}`;
  return (
    <>
      <PageHead title="New monitor" crumb={{ label: "Monitors", href: `${base}/monitors` }} />
      {components.length > 0 ? (
        <MonitorForm
          action={createMonitorAction}
          organization={organization.slug}
          initial={newMonitorFields(componentOf(component_id, components))}
          components={components}
          cancel={`${base}/monitors`}
        />
      ) : (
        <Empty
          title="First, a component"
          action={
            <ButtonLink href={`${base}/components/new`} tone="primary">
              New component
            </ButtonLink>
          }
        >
          A monitor writes into the ledger of a component: the part of your service that customers know by
          name, such as Checkout.
        </Empty>
      )}
    </>
  );
}
