import type { Metadata } from "next";
import Link from "next/link";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { CopyField } from "@/app/_ui/copy-field";
import { Empty } from "@/app/_ui/empty";
import { Pager } from "@/app/_ui/list-controls";
import { Live } from "@/app/_ui/live";
import { Section } from "@/app/_ui/page-head";
import { listProbesInput } from "@/lib/domain/probe-health";
import { env } from "@/lib/env";
import { listProbeRegions } from "@/lib/operations/probe-fleet";
import { SettingsHead } from "../head";
import { RegionPart } from "./region-part";

export const metadata: Metadata = { title: "Probes" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

/** Where checks run from: each region with how it does, and the probes that run it. */
export default async function ProbesPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(listProbesInput, searchParams);
  const { items, nextCursor } = await shown(listProbeRegions(scope, input, now));
  const path = `/${organization.slug}/settings/probes`;
  return (
    <>
      <Live />
      <SettingsHead organization={organization.slug} grants={scope.grants} view="probes" />
      {items.length > 0 ? (
        items.map((region) => <RegionPart key={region.region} region={region} now={now} zone={zone} />)
      ) : (
        <div className="mb-10">
          <Empty title="Nothing is watched yet">
            A region appears here as soon as a monitor names it. Monitors that name none run on this server.
          </Empty>
        </div>
      )}
      <Pager
        path={path}
        query={{ q: input.q, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "region" : "regions"}
      />
      <div className="mt-8">
        <HowTo organization={organization.slug} mayMakeKeys={scope.grants.has("admin")} />
      </div>
    </>
  );
}

function HowTo({ organization, mayMakeKeys }: { organization: string; mayMakeKeys: boolean }) {
  const command = `npm run probity -- probe --url ${env().publicUrl} --token KEY --region fra`;
  return (
    <Section title="Run a probe">
      <ol className="max-w-prose list-decimal space-y-2 pl-5 text-sm">
        <li>
          Make an API key with the scope probe
          {mayMakeKeys ? (
            <>
              {" "}
              under{" "}
              <Link href={`/${organization}/settings/api-keys`} className="underline">
                API keys
              </Link>
            </>
          ) : (
            "; an admin can"
          )}
          . It can claim and report runs, and nothing else.
        </li>
        <li>
          Start the probe where it shall look from, also inside a private network: it needs one connection
          outward and no database.
          <div className="mt-1">
            <CopyField wraps value={command} label="the command" />
          </div>
        </li>
        <li>Name the region in a monitor. Two probes of one region share its runs.</li>
      </ol>
    </Section>
  );
}
