import type { ReactNode } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { PageHead } from "@/app/_ui/page-head";
import { Tabs } from "@/app/_ui/tabs";
import type { Grant } from "@/lib/domain/permission";

const views = [
  { name: "followed", label: "Depended on", path: "" },
  { name: "catalogue", label: "Catalogue", path: "/catalogue" },
  { name: "graph", label: "Graph", path: "/graph" },
  { name: "claims", label: "Claims", path: "/claims" },
] as const;

/** What the views of providers share; what they owe us is finance's to see. */
export function ProvidersHead({
  home,
  current,
  grants,
  children,
}: {
  home: string;
  current: (typeof views)[number]["name"];
  grants: ReadonlySet<Grant>;
  children: ReactNode;
}) {
  return (
    <>
      <PageHead
        title="Providers"
        actions={
          grants.has("write") ? (
            <ButtonLink href={`${home}/providers/add`} tone="primary">
              Add a provider
            </ButtonLink>
          ) : null
        }
      >
        {children}
      </PageHead>
      <Tabs
        label="Views of providers"
        tabs={views
          .filter(({ name }) => name !== "claims" || grants.has("finance"))
          .map(({ name, label, path }) => ({
            label,
            href: `${home}/providers${path}`,
            current: name === current,
          }))}
      />
    </>
  );
}
