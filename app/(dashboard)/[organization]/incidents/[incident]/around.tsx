import Link from "next/link";
import { Duration } from "@/app/_ui/duration";
import { Fact } from "@/app/_ui/fact";
import { Section } from "@/app/_ui/page-head";
import { Time } from "@/app/_ui/time";
import { clockTime } from "@/lib/domain/duration";
import type { IncidentView } from "@/lib/domain/incident";
import type { Measures } from "@/lib/domain/incident-measure";
import type { Ms } from "@/lib/domain/time";
import type { DeskIncident } from "@/lib/operations/incident-desk";
import type { SimilarIncident } from "@/lib/operations/incident-measures";

type Shown = {
  view: IncidentView;
  desk: DeskIncident["desk"];
  measured: { measures: Measures | null; similar: readonly SimilarIncident[] };
  organization: string;
  now: Ms;
  zone: string;
};

function outagesOf({ outages, outagesOpen, outagesUnseen }: Shown["desk"]): string {
  if (outages === 0) return "None";
  if (outagesOpen === 0) return `${outages}, all over`;
  const lasting = outagesOpen - outagesUnseen;
  return lasting === 0 ? `${outagesUnseen} of ${outages} out of sight` : `${lasting} of ${outages} last`;
}

/** Who is affected, who was told, how fast it went, and whether it has happened before. */
export function Around({ view, desk, measured, organization, now, zone }: Shown) {
  const { measures, similar } = measured;
  return (
    <>
      <Section title="At a glance">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 rounded-md border bg-surface p-4 text-sm sm:grid-cols-3">
          <Fact term="Customers covered">{desk.customers ?? "Not counted"}</Fact>
          <Fact term="Told so far">
            <Told view={view} told={desk.told} organization={organization} />
            {desk.toldAt === null ? null : (
              <span className="block text-ink-3">first {clockTime(desk.toldAt, zone, now)}</span>
            )}
          </Fact>
          <Fact term="Outages measured">{outagesOf(desk)}</Fact>
          {view.cause ? <Fact term="Common cause">{view.cause.title}</Fact> : null}
          {measures ? (
            <>
              <Measure label="To detect" lengthMs={measures.detectMs} />
              <Measure label="To first word" lengthMs={measures.firstWordMs} />
              <Measure label="To first mail" lengthMs={measures.notifyMs} />
              <Measure label="To restore" lengthMs={measures.restoreMs} />
            </>
          ) : null}
        </dl>
      </Section>
      {similar.length > 0 ? (
        <Section title="This has happened before">
          <ul className="divide-y divide-line rounded-md border bg-surface text-sm">
            {similar.map((each) => (
              <li key={each.id} className="flex flex-wrap items-baseline gap-x-3 px-3 py-2">
                <Link href={`/${organization}/incidents/${each.id}`} className="font-medium hover:underline">
                  {each.title}
                </Link>
                <span className="text-ink-2">
                  {each.component}
                  {each.failure ? `, ${each.failure.replaceAll("_", " ")}` : ""}
                </span>
                <Time at={each.startedAt} now={now} zone={zone} className="text-ink-3" />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

/** How many were told, down to each copy. */
function Told({ view, told, organization }: { view: IncidentView; told: number; organization: string }) {
  if (view.publishedAt === null) return told;
  return (
    <Link
      href={`/${organization}/notices?incident_id=${view.id}`}
      className="underline decoration-line-strong underline-offset-2 hover:decoration-ink"
    >
      {told} {told === 1 ? "recipient" : "recipients"}
    </Link>
  );
}

function Measure({ label, lengthMs }: { label: string; lengthMs: Ms | null }) {
  return <Fact term={label}>{lengthMs === null ? "—" : <Duration lengthMs={lengthMs} />}</Fact>;
}
