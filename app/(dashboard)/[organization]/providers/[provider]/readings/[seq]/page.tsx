import type { Metadata } from "next";
import { memberPage, shown } from "@/app/_server/page";
import { PageHead, Section } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { ExactTime } from "@/app/_ui/time";
import { incidentKey } from "@/lib/domain/provider-source";
import type { ReadingIncident } from "@/lib/domain/reading";
import { getProvider, getReading } from "@/lib/operations/provider-sources";
import { Parts } from "../../parts";

export const metadata: Metadata = { title: "Reading" };

type Props = { params: Promise<{ organization: string; provider: string; seq: string }> };

export default async function ReadingPage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const { provider: id, seq } = await params;
  const [provider, reading] = await Promise.all([
    shown(getProvider(scope, id, now)),
    shown(getReading(scope, { id, seq: /^\d{1,9}$/.test(seq) ? Number(seq) : 0 })),
  ]);
  const { said, recordedAt, saidAt } = reading;
  return (
    <>
      <PageHead
        title={`Reading no. ${reading.seq}`}
        crumb={{ label: provider.name, href: `/${organization.slug}/providers/${id}/readings` }}
      >
        <span className="flex flex-wrap gap-x-6 gap-y-1">
          <StateLabel state={said.overall} />
          <span>
            Read <ExactTime at={recordedAt} zone={zone} />
          </span>
          {saidAt === null ? null : (
            <span>
              Dated by them <ExactTime at={saidAt} zone={zone} />
            </span>
          )}
        </span>
      </PageHead>
      {said.reason === undefined ? null : <p className="mb-6 text-ink-2 text-sm">{said.reason}</p>}
      <Section title="Open incidents">
        {said.openIncidents.length === 0 ? (
          <p className="text-ink-2 text-sm">None.</p>
        ) : (
          <ul className="divide-y divide-line rounded-md border bg-surface text-sm">
            {distinct(said.openIncidents).map((incident) => (
              <li key={incidentKey(incident)} className="px-3 py-2">
                <span className="font-medium">{incident.title}</span>
                <span className="block text-ink-2">
                  {incident.impact}, {incident.latestStatus}
                  {incident.affected.length > 0 ? `: ${incident.affected.slice(0, 12).join(", ")}` : ""}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Parts provider={{ ...provider, reading }} />
    </>
  );
}

/** Two copies of one incident are one; so are more than anybody reads. */
function distinct(incidents: readonly ReadingIncident[]): ReadingIncident[] {
  return [...new Map(incidents.map((incident) => [incidentKey(incident), incident])).values()].slice(0, 100);
}
