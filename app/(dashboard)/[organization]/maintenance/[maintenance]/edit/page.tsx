import type { Metadata } from "next";
import { memberPage, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { getMaintenance } from "@/lib/operations/maintenances";
import { fieldsOfMaintenance } from "../../_form/initial";
import { MaintenanceForm } from "../../_form/maintenance-form";
import { updateMaintenanceAction } from "../../actions";

export const metadata: Metadata = { title: "Change maintenance" };

type Props = { params: Promise<{ organization: string; maintenance: string }> };

export default async function EditMaintenancePage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "write");
  const view = await shown(getMaintenance(scope, (await params).maintenance, now));
  const path = `/${organization.slug}/maintenance/${view.id}`;
  const { components } = await readComponentChoices(scope);
  return (
    <>
      <PageHead title={`Change ${view.title}`} crumb={{ label: view.title, href: path }}>
        What is new in the plan is announced now, and its notice counts from now.
      </PageHead>
      <MaintenanceForm
        action={updateMaintenanceAction}
        organization={organization.slug}
        initial={fieldsOfMaintenance(view)}
        components={components}
        now={now}
        zone={zone}
        fixed={{ id: view.id, version: view.version }}
        cancel={path}
      />
    </>
  );
}
