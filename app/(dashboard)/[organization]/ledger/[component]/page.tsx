import type { Metadata } from "next";
import { memberPage, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { PageHead } from "@/app/_ui/page-head";
import { getComponent } from "@/lib/operations/components";
import { VerifyButton } from "../verify-button";
import { Controls } from "./controls";
import { Entries } from "./entries";
import { TimelineSection } from "./timeline-section";
import { readLedgerQuery } from "./view";

type Params = Promise<{ organization: string; component: string }>;
type Props = { params: Params; searchParams: Search };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scope, now } = await memberPage(params);
  const { name } = await shown(getComponent(scope, (await params).component, now));
  return { title: `Ledger of ${name}` };
}

/** One chain: its timeline over any stretch of three years, and beside it the entries it is folded from. */
export default async function ChainPage({ params, searchParams }: Props) {
  const member = await memberPage(params);
  const { scope, organization, now, zone } = member;
  const { component: id } = await params;
  const component = await shown(getComponent(scope, id, now));
  const query = await readLedgerQuery(searchParams, zone, now);
  const home = `/${organization.slug}`;
  const path = `${home}/ledger/${id}`;
  const mayWrite = scope.grants.has("write");
  return (
    <>
      <PageHead
        title={component.name}
        crumb={{ label: "Ledger", href: `${home}/ledger` }}
        actions={
          <>
            <ButtonLink href={`${home}/components/${id}`}>Component</ButtonLink>
            <ButtonLink href={`${path}/export.ndjson`} prefetch={false}>
              Download NDJSON
            </ButtonLink>
            {mayWrite ? <ButtonLink href={`${path}/import`}>Import history</ButtonLink> : null}
            {mayWrite ? (
              <ButtonLink tone="primary" href={`${path}/correct`}>
                Correct
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <Controls path={path} query={query} now={now} zone={zone} />
      <TimelineSection member={member} id={id} path={path} query={query} />
      <Entries member={member} id={id} path={path} query={query} />
      <VerifyButton organization={organization.slug} component={id} names={{ [id]: component.name }} />
    </>
  );
}
