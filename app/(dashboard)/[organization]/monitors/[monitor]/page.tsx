import type { Metadata } from "next";
import Link from "next/link";
import { type MemberPage, memberPage, type Search, shown } from "@/app/_server/page";
import { Live } from "@/app/_ui/live";
import { Section } from "@/app/_ui/page-head";
import { failureText } from "@/lib/domain/check";
import { type IncidentSummary, incidentListInput } from "@/lib/domain/incident";
import { type LatencyPhase, latencySpreadInput } from "@/lib/domain/latency-spread";
import type { Marker } from "@/lib/domain/marker";
import { type Monitor, monitorHistoryInput, type StoredOutcome } from "@/lib/domain/monitor";
import type { Ms } from "@/lib/domain/time";
import { getComponent } from "@/lib/operations/components";
import { listIncidents } from "@/lib/operations/incidents";
import { latencySpread } from "@/lib/operations/latency-spread";
import { markersOf } from "@/lib/operations/markers";
import { getMonitor } from "@/lib/operations/monitors";
import { latencySeries, listOutages, listOutcomes, listVerdicts } from "@/lib/operations/outcomes";
import type { Annotation } from "@/lib/render/spread-chart";
import { MonitorHead } from "../_detail/head";
import { HistoryTable } from "../_detail/history-table";
import { LastOutcome } from "../_detail/last-outcome";
import { LatencySection, type Window, windowOf } from "../_detail/latency-section";
import { SettingsSummary } from "../_detail/settings-summary";
import { SpreadSection } from "../_detail/spread-section";
import { runMonitorAction } from "../actions";
import { ledgerEntryPath } from "../ledger-path";

type Props = { params: Promise<{ organization: string; monitor: string }>; searchParams: Search };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scope } = await memberPage(params);
  return { title: (await shown(getMonitor(scope, (await params).monitor))).name };
}

export default async function MonitorPage({ params, searchParams }: Props) {
  const member = await memberPage(params);
  const { scope, organization, now, zone } = member;
  const monitor = await shown(getMonitor(scope, (await params).monitor));
  const search = await searchParams;
  const window = windowOf(search.window, now - monitor.createdAt);
  const base = `/${organization.slug}`;
  const path = `${base}/monitors/${monitor.id}`;
  const phase = latencySpreadInput.shape.phase.safeParse(search.phase).data ?? "total";
  const found = await load(member, monitor, window, phase);
  const last = found.outcomes[0];
  const canRun = monitor.type !== "heartbeat" && monitor.archivedAt === null && scope.grants.has("write");
  return (
    <>
      <Live />
      <MonitorHead
        monitor={monitor}
        organization={organization.slug}
        mayWrite={scope.grants.has("write")}
        view="overview"
        now={now}
        zone={zone}
      />
      <LastOutcome
        outcome={last ? { stored: last, sentence: sentenceOf(last) } : null}
        run={canRun ? runMonitorAction : null}
        fields={{ organization: organization.slug, id: monitor.id }}
        now={now}
        zone={zone}
      />
      {found.series ? (
        <LatencySection
          {...{ monitor, window, path, zone, now }}
          series={found.series}
          outages={found.outages}
          markers={found.markers}
        />
      ) : null}
      {found.spread ? (
        <SpreadSection
          spread={found.spread}
          annotations={annotationsOf(found.incidents, found.markers, base, now)}
          {...{ path, window, zone }}
        />
      ) : null}
      <Section title="Latest verdicts" aside={<Link href={`${path}/history`}>All of its history</Link>}>
        <HistoryTable
          spans={found.spans}
          outages={found.outages}
          entryHref={(seq) => ledgerEntryPath(organization.slug, monitor.componentId, seq)}
          now={now}
          zone={zone}
        />
      </Section>
      <SettingsSummary
        monitor={monitor}
        component={{ name: found.component.name, href: `${base}/components/${monitor.componentId}` }}
      />
    </>
  );
}

async function load({ scope, now }: MemberPage, monitor: Monitor, window: Window, phase: LatencyPhase) {
  const from = now - window.lengthMs;
  const few = { ...monitorHistoryInput.parse({ limit: 200 }), from };
  const runs = monitor.type !== "heartbeat";
  const told = incidentListInput.parse({ component: monitor.componentId, limit: 50 });
  const [component, series, spread, incidents, outages, outcomes, verdicts, markers] = await Promise.all([
    getComponent(scope, monitor.componentId, now),
    runs ? latencySeries(scope, monitor.id, { from, to: now }, now) : null,
    runs ? latencySpread(scope, monitor.id, { from, to: now, phase }, now) : null,
    listIncidents(scope, told),
    listOutages(scope, monitor.id, few),
    listOutcomes(scope, monitor.id, monitorHistoryInput.parse({ limit: 1 })),
    listVerdicts(scope, monitor.id, monitorHistoryInput.parse({ limit: 5 })),
    markersOf(scope, monitor.componentId, { from, to: now }),
  ]);
  return {
    ...{ component, series, spread, markers, incidents: incidents.items },
    ...{ outages: outages.items, outcomes: outcomes.items, spans: verdicts.items },
  };
}

/** What was told of the component, to stand beside what was measured. */
function annotationsOf(
  incidents: readonly IncidentSummary[],
  markers: readonly Marker[],
  base: string,
  now: Ms,
): Annotation[] {
  return [
    ...incidents.map(({ id, title, startedAt, resolvedAt }) => ({
      kind: "incident" as const,
      label: title,
      href: `${base}/incidents/${id}`,
      from: startedAt,
      to: resolvedAt ?? now,
    })),
    ...markers.map(({ title, url, at }) => ({
      kind: "change" as const,
      ...{ label: title, href: url, from: at, to: at },
    })),
  ];
}

function sentenceOf({ failure }: StoredOutcome): string | null {
  return failure === null ? null : failureText(failure);
}
