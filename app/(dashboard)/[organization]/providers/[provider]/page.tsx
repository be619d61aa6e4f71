import type { Metadata } from "next";
import { memberPage, shown } from "@/app/_server/page";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button";
import { Fact } from "@/app/_ui/fact";
import { Live } from "@/app/_ui/live";
import { PageHead } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { Time } from "@/app/_ui/time";
import { getProvider, type ProviderDetail } from "@/lib/operations/provider-sources";
import { formatName } from "../words";
import { Accuracy } from "./accuracy";
import { Incidents, Scheduled } from "./incidents";
import { Parts } from "./parts";
import { ReachTable } from "./reach";

type Props = { params: Promise<{ organization: string; provider: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scope, now } = await memberPage(params);
  return { title: (await shown(getProvider(scope, (await params).provider, now))).name };
}

export default async function ProviderPage({ params }: Props) {
  const member = await memberPage(params);
  const { scope, organization, now, zone } = member;
  const { provider: id } = await params;
  const provider = await shown(getProvider(scope, id, now));
  const home = `/${organization.slug}`;
  const path = `${home}/providers/${id}`;
  return (
    <>
      <Live everyMs={15_000} />
      <PageHead
        title={provider.name}
        crumb={{ label: "Providers", href: `${home}/providers` }}
        actions={
          <>
            <ButtonLink href={`${path}/readings`}>Readings</ButtonLink>
            {provider.homepage ? (
              <ButtonLink href={provider.homepage} rel="noreferrer noopener" target="_blank">
                Their page
              </ButtonLink>
            ) : null}
          </>
        }
      >
        <span className="break-all font-mono text-xs">{provider.url}</span>
      </PageHead>
      <Standing provider={provider} now={now} zone={zone} />
      <ReachTable member={member} id={id} />
      <Incidents provider={provider} now={now} zone={zone} />
      <Scheduled provider={provider} now={now} zone={zone} />
      <Parts provider={provider} />
      <Accuracy member={member} id={id} />
    </>
  );
}

/** What it says now, how old that is, and whether it may be believed. */
function Standing({ provider, now, zone }: { provider: ProviderDetail; now: number; zone: string }) {
  const { overall, heardAt, staleReason, failure, reading, format } = provider;
  return (
    <div className="mb-8">
      {staleReason === null ? null : (
        <Banner tone="warning" title="Its word is not believed now">
          {staleReason} {heardAt === null ? null : "What it said last stands below as history."}
        </Banner>
      )}
      {staleReason === null && failure !== null ? (
        <Banner title="The last attempt failed">{failure} The word before still stands.</Banner>
      ) : null}
      {staleReason === null && reading?.said.reason !== undefined ? (
        <Banner title="It tells nothing certain">{reading.said.reason}</Banner>
      ) : null}
      <dl className="flex flex-wrap gap-x-10 gap-y-3 text-sm">
        <Fact term="Says">
          <StateLabel state={overall} />
        </Fact>
        <Fact term="Last read">
          {heardAt === null ? "Never" : <Time at={heardAt} now={now} zone={zone} />}
        </Fact>
        <Fact term="Last new word">
          {reading === null ? "None" : <Time at={reading.recordedAt} now={now} zone={zone} />}
        </Fact>
        <Fact term="Format">{formatName(format)}</Fact>
        <Fact term="Distinct readings">{provider.readings}</Fact>
      </dl>
    </div>
  );
}
