import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { Pager } from "@/app/_ui/list-controls";
import { Section } from "@/app/_ui/page-head";
import { PressButton } from "@/app/_ui/press-button";
import { type AlertChannelView, type AlertRoute, alertListInput } from "@/lib/domain/alert";
import { listAlertChannels, listAlertRoutes } from "@/lib/operations/alert-settings";
import { listAlerts } from "@/lib/operations/alerts";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { SettingsHead } from "../head";
import { deleteChannelAction, removeRouteAction } from "./actions";
import { AlertList } from "./alert-list";
import { ChannelForm } from "./channel-form";
import { RouteForm } from "./route-form";
import { channelWords } from "./words";

export const metadata: Metadata = { title: "Alerts" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function AlertsPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(alertListInput, searchParams);
  const isAdmin = scope.grants.has("admin");
  const [{ items, nextCursor }, channels, routes] = await Promise.all([
    shown(listAlerts(scope, input)),
    isAdmin ? listAlertChannels(scope) : [],
    isAdmin ? listAlertRoutes(scope) : [],
  ]);
  const { slug } = organization;
  const names = new Map(channels.map(({ id, name }) => [id, name]));
  const components = isAdmin ? (await readComponentChoices(scope)).components : [];
  return (
    <>
      <SettingsHead organization={slug} grants={scope.grants} view="alerts" />
      <Section title="Alerts">
        {items.length > 0 ? (
          <AlertList
            alerts={items}
            organization={slug}
            channelNames={names}
            mayWrite={scope.grants.has("write")}
            now={now}
            zone={zone}
          />
        ) : (
          <Empty title="Nobody had to be woken">
            One alert stands for one cause, however many checks fail of it. Routes below say who is told.
          </Empty>
        )}
        <Pager
          path={`/${slug}/settings/alerts`}
          query={{ status: input.status, cursor: input.cursor }}
          nextCursor={nextCursor}
          shown={items.length}
          noun={items.length === 1 ? "alert" : "alerts"}
        />
      </Section>
      {isAdmin ? (
        <>
          <Section title="Channels" aside="Where your own people are reached">
            <ChannelForm organization={slug} />
            <Channels channels={channels} organization={slug} />
          </Section>
          <Section title="Routes" aside="The first that fits an alert decides">
            <Routes routes={routes} names={names} organization={slug} />
            {channels.length > 0 ? (
              <RouteForm
                organization={slug}
                channels={channels}
                components={components.map(({ id, name }) => ({ id, name }))}
                zone={zone}
              />
            ) : (
              <p className="text-ink-2 text-sm">Add a channel first; a route says which of them is told.</p>
            )}
          </Section>
        </>
      ) : null}
    </>
  );
}

function Channels({
  channels,
  organization,
}: {
  channels: readonly AlertChannelView[];
  organization: string;
}) {
  if (channels.length === 0) return null;
  return (
    <ul className="divide-y rounded-md border bg-surface text-sm">
      {channels.map(({ id, name, type, label }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
          <span className="min-w-0 break-words">
            <span className="font-medium">{name}</span>{" "}
            <span className="text-ink-2">
              {channelWords[type]} · {label}
            </span>
          </span>
          <PressButton action={deleteChannelAction} fields={{ organization, id }} tone="ghost">
            Remove<span className="sr-only"> {name}</span>
          </PressButton>
        </li>
      ))}
    </ul>
  );
}

function Routes({
  routes,
  names,
  organization,
}: {
  routes: readonly AlertRoute[];
  names: ReadonlyMap<string, string>;
  organization: string;
}) {
  if (routes.length === 0)
    return <p className="mb-3 text-ink-2 text-sm">No route yet: alerts wait on this screen.</p>;
  return (
    <ol className="mb-4 divide-y rounded-md border bg-surface text-sm">
      {routes.map((route, place) => (
        <li
          key={JSON.stringify(route)}
          className="flex flex-wrap items-center justify-between gap-2 px-4 py-2"
        >
          <span className="min-w-0 break-words">
            <span className="font-medium">{route.name}</span>{" "}
            <span className="text-ink-2">{sentenceOf(route, names)}</span>
          </span>
          <span className="flex items-center gap-1">
            <ButtonLink tone="ghost" href={`/${organization}/settings/alerts/${place + 1}`}>
              Change<span className="sr-only"> {route.name}</span>
            </ButtonLink>
            <PressButton
              action={removeRouteAction}
              fields={{ organization, place: String(place), seen: JSON.stringify(route) }}
              tone="ghost"
            >
              Remove<span className="sr-only"> {route.name}</span>
            </PressButton>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** "every outage of every component: On call, after 15 min Boss. Quiet 22:00-07:00 Europe/Berlin." */
function sentenceOf(route: AlertRoute, names: ReadonlyMap<string, string>): string {
  const what = route.minSeverity === "major_outage" ? "major outages" : "every outage";
  const where = route.componentIds === null ? "every component" : `${route.componentIds.length} components`;
  const who = route.steps.map(({ channelIds, afterMinutes }) => {
    const called = channelIds.map((id) => names.get(id) ?? "a channel that is gone").join(" and ");
    return afterMinutes === 0 ? called : `after ${afterMinutes} min ${called}`;
  });
  const { quietHours: quiet } = route;
  const hours = quiet ? ` Quiet ${quiet.from}–${quiet.to} ${quiet.timezone}.` : "";
  return `${what} of ${where}: ${who.join(", ")}.${hours}`;
}
