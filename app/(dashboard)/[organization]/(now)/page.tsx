import type { Metadata } from "next";
import { memberPage, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { Live } from "@/app/_ui/live";
import { TableKeys } from "@/app/_ui/table-keys";
import { troublesOf } from "@/lib/domain/affected";
import { listOngoingAlerts } from "@/lib/operations/alerts";
import { listDemo } from "@/lib/operations/demo";
import { readIncidentDesk } from "@/lib/operations/incident-desk";
import { readOverview } from "@/lib/operations/overview";
import { Alerts } from "./alerts";
import { DemoPanel } from "./demo-panel";
import { Facts } from "./facts";
import { FinanceWaiting } from "./finance-waiting";
import { Groups } from "./groups";
import { Headline } from "./headline";
import { Incidents } from "./incidents";
import { Troubles } from "./troubles";
import { Waiting } from "./waiting";

type Props = { params: Promise<{ organization: string }> };

export const metadata: Metadata = { title: "Now" };

/** What is wrong, since when, who is affected, what waits for a person; then everything else, densely. */
export default async function Now({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const [overview, services, desk, alerts] = await shown(
    Promise.all([
      readOverview(scope, now),
      listDemo(scope),
      readIncidentDesk(scope, now),
      listOngoingAlerts(scope),
    ]),
  );
  const { components } = overview;
  const home = `/${organization.slug}`;
  const mayWrite = scope.grants.has("write");
  return (
    <>
      <Live />
      <TableKeys />
      <Headline components={components} now={now} zone={zone} />
      <Alerts alerts={alerts} home={home} now={now} zone={zone} mayWrite={mayWrite} />
      <Incidents desk={desk} home={home} now={now} zone={zone} mayWrite={mayWrite} />
      {components.length === 0 ? (
        <Empty
          title="Begin with a component"
          action={
            mayWrite ? (
              <ButtonLink tone="primary" href={`${home}/components/new`}>
                New component
              </ButtonLink>
            ) : null
          }
        >
          A component is a part of your service that customers know by name, such as “Checkout”. Give it a
          monitor, and from the first run on its ledger says when it was up and when not.
        </Empty>
      ) : (
        <>
          <Troubles troubles={troublesOf(components)} overview={overview} home={home} now={now} zone={zone} />
          <Waiting overview={overview} home={home} now={now} zone={zone} />
          <FinanceWaiting scope={scope} home={home} now={now} zone={zone} />
          {services.length > 0 ? (
            <DemoPanel services={services} organization={organization.slug} mayWrite={mayWrite} />
          ) : null}
          <Facts overview={overview} now={now} zone={zone} home={home} />
          <Groups overview={overview} home={home} now={now} />
        </>
      )}
    </>
  );
}
