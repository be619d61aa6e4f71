import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { memberPage, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { listAlertChannels, listAlertRoutes } from "@/lib/operations/alert-settings";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { RouteForm } from "../route-form";

export const metadata: Metadata = { title: "Change a route" };

type Props = { params: Promise<{ organization: string; place: string }> };

/** One route of the list, by its place in it, the first being 1. */
export default async function RoutePage({ params }: Props) {
  const { scope, organization, zone } = await memberPage(params, "admin");
  const place = Number((await params).place) - 1;
  const [channels, routes, { components }] = await shown(
    Promise.all([listAlertChannels(scope), listAlertRoutes(scope), readComponentChoices(scope)]),
  );
  const route = routes[place];
  if (!route) notFound();
  return (
    <>
      <PageHead title={route.name} crumb={{ label: "Alerts", href: `/${organization.slug}/settings/alerts` }}>
        Alerts that are open keep the route they began with.
      </PageHead>
      <RouteForm
        organization={organization.slug}
        channels={channels}
        components={components}
        zone={zone}
        place={place}
        route={route}
      />
    </>
  );
}
