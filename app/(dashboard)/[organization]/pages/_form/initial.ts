import type { StatusPage } from "@/lib/domain/page";

/** What stands in the fields of the form at first, by field name. */
export type Typed = Record<string, string>;

/** A component as the form offers it. */
export type Offered = { id: string; name: string; group: string | null };

/** A new page begins with every component and the reader's own zone. */
export function newPageFields(zone: string): Typed {
  return { basis: "worst", timezone: zone, choice: "all", "theme.mode": "auto" };
}

export function fieldsOfPage(page: StatusPage): Typed {
  return {
    slug: page.slug,
    name: page.name,
    domain: page.domain ?? "",
    basis: page.basis,
    timezone: page.timezone,
    choice: page.components === null ? "all" : "chosen",
    "theme.mode": page.theme.mode,
  };
}

export type ComponentRow = Offered & {
  shown: boolean;
  shownName: string;
  shownGroup: string;
  hidden: boolean;
};

/** Chosen components in the page's order, then the rest in the organization's. */
export function componentRows(offered: readonly Offered[], page: StatusPage | null): ComponentRow[] {
  const chosen = page?.components ?? [];
  const rest = offered.filter(({ id }) => !chosen.some(({ componentId }) => componentId === id));
  const byId = new Map(offered.map((each) => [each.id, each]));
  return [
    ...chosen.flatMap(({ componentId, name, group, hiddenUntilFailing }) => {
      const known = byId.get(componentId);
      if (!known) return [];
      return {
        ...known,
        shown: true,
        shownName: name ?? "",
        shownGroup: group ?? "",
        hidden: hiddenUntilFailing,
      };
    }),
    ...rest.map((each) => ({ ...each, shown: false, shownName: "", shownGroup: "", hidden: false })),
  ];
}
