import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { memberPage, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { getMonitor } from "@/lib/operations/monitors";
import { fieldsOfMonitor } from "../../_form/initial";
import { MonitorForm } from "../../_form/monitor-form";
import { updateMonitorAction } from "../../actions";

export const metadata: Metadata = { title: "Edit monitor" };

type Props = { params: Promise<{ organization: string; monitor: string }> };

export default async function EditMonitorPage({ params }: Props) {
  const { scope, organization } = await memberPage(params, "write");
  const monitor = await shown(getMonitor(scope, (await params).monitor));
  const path = `/${organization.slug}/monitors/${monitor.id}`;
  if (monitor.archivedAt !== null) redirect(path);
  const { id, version, type } = monitor;
  return (
    <>
      <PageHead title={`Edit ${monitor.name}`} crumb={{ label: monitor.name, href: path }} />
      <MonitorForm
        action={updateMonitorAction}
        organization={organization.slug}
        initial={fieldsOfMonitor(monitor)}
        components={[]}
        fixed={{ id, version, type }}
        cancel={path}
      />
    </>
  );
}
