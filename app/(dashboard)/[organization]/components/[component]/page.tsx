import type { Metadata } from "next";
import { memberPage, type Search, shown } from "@/app/_server/page";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button";
import { address } from "@/app/_ui/list-controls";
import { Live } from "@/app/_ui/live";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Choices } from "@/app/_ui/tabs";
import { Time } from "@/app/_ui/time";
import { type Basis, bases } from "@/lib/domain/state";
import { getComponent } from "@/lib/operations/components";
import { ArchiveComponent } from "./archive";
import { Changes } from "./changes";
import { Figures } from "./figures";
import { Providers } from "./providers";
import { Recent } from "./recent";
import { Sources } from "./sources";
import { Standing } from "./standing";

type Params = Promise<{ organization: string; component: string }>;
type Props = { params: Params; searchParams: Search };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scope, now } = await memberPage(params);
  return { title: (await shown(getComponent(scope, (await params).component, now))).name };
}

const basisWords: Record<Basis, string> = {
  worst: "Worst of both",
  measured: "Measured",
  declared: "Declared",
};

export default async function ComponentPage({ params, searchParams }: Props) {
  const member = await memberPage(params);
  const { scope, organization, now, zone } = member;
  const { component: id } = await params;
  const component = await shown(getComponent(scope, id, now));
  const asked = (await searchParams).basis;
  const basis = bases.find((known) => known === asked) ?? "worst";
  const home = `/${organization.slug}`;
  const path = `${home}/components/${id}`;
  const isLive = component.archivedAt === null;
  const mayWrite = scope.grants.has("write") && isLive;
  return (
    <>
      {isLive ? <Live everyMs={15_000} /> : null}
      <PageHead
        title={component.name}
        crumb={{ label: "Components", href: `${home}/components` }}
        actions={
          <>
            <ButtonLink href={`${home}/ledger/${id}`}>Ledger</ButtonLink>
            {mayWrite ? <ButtonLink href={`${path}/edit`}>Edit</ButtonLink> : null}
            {mayWrite ? <ArchiveComponent member={member} component={component} /> : null}
          </>
        }
      >
        {component.description ?? component.group}
      </PageHead>
      {component.archivedAt === null ? null : (
        <Banner title="Archived">
          Nothing is measured any more; what was stays written. Archived{" "}
          <Time at={component.archivedAt} now={now} zone={zone} />
        </Banner>
      )}
      <Standing component={component} now={now} zone={zone} />
      <Section
        title="Uptime"
        aside={
          <Choices
            label="Which truth"
            choices={bases.toReversed().map((each) => ({
              label: basisWords[each],
              href: address(path, { basis: each === "worst" ? undefined : each }),
              current: each === basis,
            }))}
          />
        }
      >
        <Figures scope={scope} id={id} basis={basis} now={now} />
      </Section>
      <Sources member={member} component={component} />
      <Providers member={member} component={component} />
      <Changes member={member} id={id} />
      <Recent member={member} id={id} basis={basis} />
    </>
  );
}
