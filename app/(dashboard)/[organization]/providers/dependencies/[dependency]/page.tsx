import type { Metadata } from "next";
import { memberPage, shown } from "@/app/_server/page";
import { Confirm } from "@/app/_ui/confirm";
import { PageHead } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { remoteWords } from "@/lib/domain/dependency";
import { getDependency } from "@/lib/operations/dependencies";
import { getProvider } from "@/lib/operations/provider-sources";
import { endDependencyAction } from "../../actions";
import { EditDependency } from "./edit-dependency";

export const metadata: Metadata = { title: "Dependency" };

type Props = { params: Promise<{ organization: string; dependency: string }> };

export default async function DependencyPage({ params }: Props) {
  const { scope, organization, now } = await memberPage(params);
  const { dependency: id } = await params;
  const view = await shown(getDependency(scope, id, now));
  const provider = await shown(getProvider(scope, view.provider.sourceId, now));
  const home = `/${organization.slug}`;
  const mayWrite = scope.grants.has("write");
  const part = remoteWords(view.remote ?? { id: null, name: null, region: null });
  return (
    <>
      <PageHead
        title={`${view.componentName} on ${view.provider.name}`}
        crumb={{ label: view.provider.name, href: `${home}/providers/${view.provider.sourceId}` }}
        actions={
          mayWrite ? (
            <Confirm
              label="End it"
              title={`End the dependency on ${view.provider.name}?`}
              verb="End dependency"
              action={endDependencyAction}
              fields={{ organization: organization.slug, id }}
            >
              From now on {view.provider.name} says nothing about {view.componentName}. What it said stays in
              the ledger.
            </Confirm>
          ) : null
        }
      >
        <span className="flex flex-wrap gap-x-4 gap-y-1">
          <StateLabel state={view.state} />
          <span>{part}</span>
          {(view.staleReason ?? view.note) ? <span>{view.staleReason ?? view.note}</span> : null}
        </span>
      </PageHead>
      {mayWrite ? (
        <EditDependency
          organization={organization.slug}
          dependency={{
            id,
            version: view.version,
            remote: view.remote,
            effect: view.effect,
            shown: view.shown,
            back: `${home}/providers/${view.provider.sourceId}`,
          }}
          parts={(provider.reading?.said.components ?? []).slice(0, 1_000)}
        />
      ) : (
        <p className="text-ink-2 text-sm">Whoever may write can change what it looks at and does.</p>
      )}
    </>
  );
}
