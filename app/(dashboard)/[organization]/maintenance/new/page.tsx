import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { newMaintenanceFields } from "../_form/initial";
import { MaintenanceForm } from "../_form/maintenance-form";
import { createMaintenanceAction } from "../actions";

export const metadata: Metadata = { title: "Plan maintenance" };

type Props = { params: Promise<{ organization: string }> };

export default async function NewMaintenancePage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "write");
  const { components } = await readComponentChoices(scope);
  const list = `/${organization.slug}/maintenance`;
  return (
    <>
      <PageHead title="Plan maintenance" crumb={{ label: "Maintenance", href: list }} />
      <MaintenanceForm
        action={createMaintenanceAction}
        organization={organization.slug}
        initial={newMaintenanceFields(now, zone)}
        components={components}
        now={now}
        zone={zone}
        cancel={list}
      />
    </>
  );
}
