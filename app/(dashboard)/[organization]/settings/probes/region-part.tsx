import { Section } from "@/app/_ui/page-head";
import { StateShape } from "@/app/_ui/state";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import type { ProbeProcess, ProbeRegion } from "@/lib/domain/probe-health";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { latencyText } from "@/lib/render/chart";
import { probeShapes, probeWords, regionSentence, regionShapes, regionWords, skewText } from "./words";

const columns: readonly Column[] = [
  { label: "Probe" },
  { label: "Health" },
  { label: "Version", wide: true },
  { label: "Last seen", wide: true },
  { label: "Clock", numeric: true, wide: true },
  { label: "Runs in hand", numeric: true },
];

/** One region: what it did in the last minutes, and its probes. */
export function RegionPart({ region, now, zone }: { region: ProbeRegion; now: Ms; zone: string }) {
  return (
    <Section
      title={region.builtIn ? `${region.region} (this server)` : region.region}
      aside={
        <span className="inline-flex items-center gap-1.5 text-ink">
          <StateShape state={regionShapes[region.health]} />
          {regionWords[region.health]}
        </span>
      }
    >
      <p className="mb-3 max-w-prose text-ink-2 text-sm">{regionSentence(region)}</p>
      <dl className="mb-3 grid grid-cols-2 gap-x-6 gap-y-2 text-sm sm:grid-cols-5">
        <Figure name="Monitors" value={String(region.monitors)} />
        <Figure name="Overdue" value={String(region.overdue)} />
        <Figure name="Runs in 10 min" value={String(region.runs)} />
        <Figure name="Suspect" value={`${region.suspects} of ${region.runs}`} />
        <Figure name="Lag, p99" value={region.lagP99Ms === null ? "—" : latencyText(region.lagP99Ms)} />
      </dl>
      {region.probes.length > 0 ? (
        <Table label={`Probes of ${region.region}`} columns={columns}>
          {region.probes.map((probe) => (
            <Row key={probe.name}>
              <Cell className="max-w-56 truncate font-medium">{probe.name}</Cell>
              <Cell className="whitespace-nowrap">
                <span className="inline-flex items-center gap-1.5">
                  <StateShape state={probeShapes[probe.health]} />
                  {probeWords[probe.health]}
                </span>
              </Cell>
              <Cell wide className="font-mono text-ink-2 text-xs">
                {probe.version === "" ? "not told" : probe.version}
              </Cell>
              <Cell wide className="text-ink-2" csv={formatInstant(probe.lastSeenAt)}>
                <Time at={probe.lastSeenAt} now={now} zone={zone} />
              </Cell>
              <Cell numeric wide className="whitespace-nowrap">
                {skewText(probe.skewMs)}
              </Cell>
              <Cell numeric className="whitespace-nowrap">
                {inHand(probe)}
              </Cell>
            </Row>
          ))}
        </Table>
      ) : null}
    </Section>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-ink-3 text-xs">{name}</dt>
      <dd className="tabular-nums">{value}</dd>
    </div>
  );
}

function inHand({ outstanding, capacity }: ProbeProcess): string {
  return capacity === null ? String(outstanding) : `${outstanding} of ${capacity}`;
}
