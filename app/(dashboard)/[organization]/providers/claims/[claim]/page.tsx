import type { Metadata } from "next";
import { memberPage, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { PageHead, Section } from "@/app/_ui/page-head";
import { ExactTime } from "@/app/_ui/time";
import { moneyText } from "@/lib/domain/money-text";
import { getClaim } from "@/lib/operations/upstream-claims";
import { getUpstreamContract } from "@/lib/operations/upstream-contracts";
import { claimWords } from "../words";
import { ClaimActs } from "./claim-acts";

export const metadata: Metadata = { title: "Claim" };

type Props = { params: Promise<{ organization: string; claim: string }> };

export default async function ClaimPage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const { claim: id } = await params;
  const claim = await shown(getClaim(scope, id, now));
  const contract = await shown(getUpstreamContract(scope, claim.contractId));
  const path = `/${organization.slug}/providers/claims`;
  const money = (minor: number | null) => (minor === null ? "—" : moneyText(minor, claim.currency));
  const facts: [string, React.ReactNode][] = [
    ["Status", claimWords[claim.status]],
    ["By the terms", money(claim.computedMinor)],
    ["Claimed", money(claim.claimedMinor)],
    ["Granted", money(claim.grantedMinor)],
    ["Claim until", <ExactTime key="until" at={claim.deadline} zone={zone} />],
    [
      "Availability",
      claim.result.uptime_percent === null ? "Not measured" : `${claim.result.uptime_percent} %`,
    ],
  ];
  return (
    <>
      <PageHead
        title={`${claim.month}: ${contract.providerName}`}
        crumb={{ label: "Claims", href: path }}
        actions={
          <>
            <ButtonLink href={`${path}/${id}/evidence.ndjson`} prefetch={false}>
              Lines
            </ButtonLink>
            <ButtonLink href={`${path}/${id}/evidence.zip`} prefetch={false}>
              Evidence pack
            </ButtonLink>
          </>
        }
      >
        {contract.name}
      </PageHead>
      <dl className="mb-8 flex flex-wrap gap-x-10 gap-y-3 text-sm">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt className="text-ink-3 text-xs">{term}</dt>
            <dd className="mt-0.5 tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {claim.reference === null ? null : (
        <p className="mb-6 text-sm">
          <span className="text-ink-3">Their reference </span>
          {claim.reference}
        </p>
      )}
      <Section title="The claim">
        <ClaimActs
          organization={organization.slug}
          claim={{
            id,
            version: claim.version,
            status: claim.status,
            currency: claim.currency,
            computedMinor: claim.computedMinor,
            claimedMinor: claim.claimedMinor,
          }}
        />
      </Section>
    </>
  );
}
