import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { componentListInput } from "@/lib/domain/component";
import { listComponents } from "@/lib/operations/components";
import { newMaintenanceFields } from "../_form/initial";
import { MaintenanceForm } from "../_form/maintenance-form";
import { createMaintenanceAction } from "../actions";

export const metadata: Metadata = { title: "Plan maintenance" };

type Props = { params: Promise<{ organization: string }> };

export default async function NewMaintenancePage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "write");
  const { items } = await listComponents(scope, componentListInput.parse({ limit: 200 }), now);
  const list = `/${organization.slug}/maintenance`;
  return (
    <>
      <PageHead title="Plan maintenance" crumb={{ label: "Maintenance", href: list }} />
      <MaintenanceForm
        action={createMaintenanceAction}
        organization={organization.slug}
        initial={newMaintenanceFields(now, zone)}
        components={items.map(({ id, name, group }) => ({ id, name, group }))}
        now={now}
        zone={zone}
        cancel={list}
      />
    </>
  );
}
