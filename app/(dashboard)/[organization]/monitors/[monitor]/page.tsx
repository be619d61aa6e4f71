import type { Metadata } from "next";
import Link from "next/link";
import { type MemberPage, memberPage, type Search, shown } from "@/app/_server/page";
import { Live } from "@/app/_ui/live";
import { Section } from "@/app/_ui/page-head";
import { failureText } from "@/lib/domain/check";
import { type Monitor, monitorHistoryInput, type StoredOutcome } from "@/lib/domain/monitor";
import { getComponent } from "@/lib/operations/components";
import { getMonitor } from "@/lib/operations/monitors";
import { latencySeries, listOutages, listOutcomes, listVerdicts } from "@/lib/operations/outcomes";
import { MonitorHead } from "../_detail/head";
import { HistoryTable } from "../_detail/history-table";
import { LastOutcome } from "../_detail/last-outcome";
import { LatencySection, type Window, windowOf } from "../_detail/latency-section";
import { SettingsSummary } from "../_detail/settings-summary";
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
  const window = windowOf((await searchParams).window, now - monitor.createdAt);
  const base = `/${organization.slug}`;
  const path = `${base}/monitors/${monitor.id}`;
  const found = await load(member, monitor, window);
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

async function load({ scope, now }: MemberPage, monitor: Monitor, window: Window) {
  const from = now - window.lengthMs;
  const few = { ...monitorHistoryInput.parse({ limit: 200 }), from };
  const [component, series, outages, outcomes, verdicts] = await Promise.all([
    getComponent(scope, monitor.componentId, now),
    monitor.type === "heartbeat" ? null : latencySeries(scope, monitor.id, { from, to: now }, now),
    listOutages(scope, monitor.id, few),
    listOutcomes(scope, monitor.id, monitorHistoryInput.parse({ limit: 1 })),
    listVerdicts(scope, monitor.id, monitorHistoryInput.parse({ limit: 5 })),
  ]);
  return { component, series, outages: outages.items, outcomes: outcomes.items, spans: verdicts.items };
}

function sentenceOf({ failure }: StoredOutcome): string | null {
  return failure === null ? null : failureText(failure);
}
