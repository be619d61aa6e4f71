import type { Metadata } from "next";
import { memberPage, type Search } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { PageHead } from "@/app/_ui/page-head";
import { knownProvider } from "@/lib/domain/provider-catalogue";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { AddProvider } from "./add-provider";

export const metadata: Metadata = { title: "Add a provider" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function AddProviderPage({ params, searchParams }: Props) {
  const { scope, organization } = await memberPage(params, "write");
  const { components } = await readComponentChoices(scope);
  const { slug, component_id: componentId } = await searchParams;
  const known = typeof slug === "string" ? knownProvider(slug) : undefined;
  const home = `/${organization.slug}`;
  return (
    <>
      <PageHead
        title={known ? `Depend on ${known.name}` : "Add a provider"}
        crumb={{ label: "Providers", href: `${home}/providers` }}
      >
        First it is looked at, then a component is tied to it.
      </PageHead>
      {components.length === 0 ? (
        <Empty
          title="There is no component yet"
          action={<ButtonLink href={`${home}/components/new`}>New component</ButtonLink>}
        >
          A provider stands behind a component of yours.
        </Empty>
      ) : (
        <AddProvider
          organization={organization.slug}
          known={known ? { slug: known.slug, name: known.name, homepage: known.homepage } : null}
          components={components}
          componentId={typeof componentId === "string" ? componentId : ""}
        />
      )}
    </>
  );
}
