import type { ReactNode } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { PageHead } from "@/app/_ui/page-head";
import { Tabs } from "@/app/_ui/tabs";

const views = [
  { name: "followed", label: "Depended on", path: "" },
  { name: "catalogue", label: "Catalogue", path: "/catalogue" },
  { name: "graph", label: "Graph", path: "/graph" },
] as const;

/** What the three views of providers share. */
export function ProvidersHead({
  home,
  current,
  mayWrite,
  children,
}: {
  home: string;
  current: (typeof views)[number]["name"];
  mayWrite: boolean;
  children: ReactNode;
}) {
  return (
    <>
      <PageHead
        title="Providers"
        actions={
          mayWrite ? (
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
        tabs={views.map(({ name, label, path }) => ({
          label,
          href: `${home}/providers${path}`,
          current: name === current,
        }))}
      />
    </>
  );
}
