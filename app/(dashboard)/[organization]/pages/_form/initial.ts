import type { StatusPage } from "@/lib/domain/page";
import { type AccessInput, shownAccess } from "@/lib/domain/page-access";
import type { PageTheme } from "@/lib/domain/page-theme";

/** What stands in the fields of the form at first, by field name. */
export type Typed = Record<string, string>;

/** A component as the form offers it. */
export type Offered = { id: string; name: string; group: string | null };

/** A new page begins with every component and the reader's own zone. */
export function newPageFields(zone: string): Typed {
  return {
    ...{ basis: "worst", timezone: zone, choice: "all", days: "90", overall: "share" },
    ...{ "theme.mode": "auto", locales: "en", fallback: "en", "access.mode": "public" },
  };
}

export function fieldsOfPage(page: StatusPage): Typed {
  return {
    slug: page.slug,
    name: page.name,
    domain: page.domain ?? "",
    basis: page.basis,
    timezone: page.timezone,
    choice: page.components === null ? "all" : "chosen",
    days: String(page.days),
    overall: page.overall,
    locales: page.locales.join("\n"),
    fallback: page.locales[0] ?? "en",
    ...fieldsOfTheme(page.theme),
    ...fieldsOfAccess(shownAccess(page.access)),
    ...(page.customerLayer ? { customer_layer: "true" } : {}),
  };
}

function fieldsOfAccess(access: AccessInput): Typed {
  return {
    "access.mode": access.mode,
    "access.password": access.mode === "password" ? access.password : "",
    "access.domains": access.mode === "email_domain" ? access.domains.join("\n") : "",
    "access.cidrs": access.mode === "ip" ? access.cidrs.join("\n") : "",
  };
}

function fieldsOfTheme({ mode, light, dark, logo, favicon, css }: PageTheme): Typed {
  const colors = { light, dark };
  const sides = Object.entries(colors).flatMap(([side, palette]) =>
    Object.entries(palette).map(([part, color]) => [`theme.${side}.${part}`, color ?? ""]),
  );
  return {
    "theme.mode": mode,
    ...Object.fromEntries(sides),
    "theme.logo": logo ?? "",
    "theme.favicon": favicon ?? "",
    "theme.css": css ?? "",
  };
}

export type ComponentRow = Offered & {
  shown: boolean;
  shownName: string;
  shownGroup: string;
  hidden: boolean;
  latency: boolean;
};

/** Chosen components in the page's order, then the rest in the organization's. */
export function componentRows(offered: readonly Offered[], page: StatusPage | null): ComponentRow[] {
  const chosen = page?.components ?? [];
  const rest = offered.filter(({ id }) => !chosen.some(({ componentId }) => componentId === id));
  const byId = new Map(offered.map((each) => [each.id, each]));
  return [
    ...chosen.flatMap(({ componentId, name, group, hiddenUntilFailing, latency }) => {
      const known = byId.get(componentId);
      if (!known) return [];
      return {
        ...known,
        shown: true,
        shownName: name ?? "",
        shownGroup: group ?? "",
        hidden: hiddenUntilFailing,
        latency,
      };
    }),
    ...rest.map((each) => ({
      ...each,
      shown: false,
      shownName: "",
      shownGroup: "",
      hidden: false,
      latency: false,
    })),
  ];
}
