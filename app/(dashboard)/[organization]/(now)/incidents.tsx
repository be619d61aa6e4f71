import Link from "next/link";
import { ButtonLink } from "@/app/_ui/button";
import { Section } from "@/app/_ui/page-head";
import { Time } from "@/app/_ui/time";
import type { Ms } from "@/lib/domain/time";
import type { DeskIncident, IncidentDesk } from "@/lib/operations/incident-desk";
import { ImpactLabel, statusWords } from "../incidents/words";

type Shown = { desk: IncidentDesk; home: string; now: Ms; zone: string; mayWrite: boolean };

/** Drafts that wait for a person, open incidents with who was told, promises that are overdue. */
export function Incidents(shown: Shown) {
  const { drafts, open, actions } = shown.desk;
  return (
    <>
      {drafts.length > 0 ? (
        <Section
          title="Drafts to publish"
          aside={`${drafts.length} ${drafts.length === 1 ? "waits" : "wait"}`}
        >
          <ul className="divide-y divide-line rounded-md border border-degraded border-l-4 bg-surface">
            {drafts.map((draft) => (
              <Draft key={draft.id} draft={draft} {...shown} />
            ))}
          </ul>
        </Section>
      ) : null}
      {open.length > 0 ? (
        <Section title="Open incidents">
          <ul className="divide-y divide-line rounded-md border bg-surface">
            {open.map((incident) => (
              <Open key={incident.id} incident={incident} {...shown} />
            ))}
          </ul>
        </Section>
      ) : null}
      {actions.overdue > 0 ? (
        <p className="-mt-4 mb-10 text-sm">
          <Link href={`${shown.home}/incidents/actions?overdue=true`} className="text-major underline">
            {actions.overdue === 1 ? "One action is overdue" : `${actions.overdue} actions are overdue`}
          </Link>
        </p>
      ) : null}
    </>
  );
}

function Draft({ draft, home, now, zone, mayWrite }: Shown & { draft: DeskIncident }) {
  const { desk } = draft;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3 text-sm">
      <div className="min-w-0 grow basis-64">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <Link
            href={`${home}/incidents/${draft.id}`}
            data-row=""
            className="min-w-0 break-words font-medium text-base hover:underline"
          >
            {draft.title}
          </Link>
          <ImpactLabel impact={draft.impact} />
        </p>
        <p className="mt-0.5 text-ink-2">
          Since <Time at={draft.startedAt} now={now} zone={zone} />. {affected(draft)}
          {desk.outages > 0 && desk.outagesOpen === 0
            ? " It is over; tell it afterwards, or dismiss it."
            : ""}
        </p>
      </div>
      {mayWrite ? (
        <ButtonLink tone="primary" href={`${home}/incidents/${draft.id}`}>
          Review and publish
        </ButtonLink>
      ) : null}
    </li>
  );
}

function Open({ incident, home, now, zone }: Shown & { incident: DeskIncident }) {
  const { desk } = incident;
  const isLate = desk.nextUpdateAt !== null && desk.nextUpdateAt < now;
  return (
    <li className="px-4 py-3 text-sm">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Link
          href={`${home}/incidents/${incident.id}`}
          data-row=""
          className="min-w-0 break-words font-medium text-base hover:underline"
        >
          {incident.title}
        </Link>
        <ImpactLabel impact={incident.impact} />
        <span className="text-ink-2">{statusWords[incident.status]}</span>
      </p>
      <p className="mt-0.5 text-ink-2">
        Since <Time at={incident.startedAt} now={now} zone={zone} />. {affected(incident)}{" "}
        {desk.told === 0
          ? "Nobody was mailed yet."
          : `${desk.told} ${desk.told === 1 ? "was" : "were"} told.`}
        {desk.saidAt === null ? null : (
          <>
            {" "}
            Last word <Time at={desk.saidAt} now={now} zone={zone} />.
          </>
        )}
        {desk.outages > 0 && desk.outagesOpen === 0 ? " Our checks find it well again." : ""}
        {desk.outagesUnseen > 0 && desk.outagesUnseen === desk.outagesOpen
          ? " Our checks have lost sight of it."
          : ""}
      </p>
      {isLate ? (
        <p className="mt-0.5 font-medium text-major">
          An update was promised by <Time at={desk.nextUpdateAt ?? now} now={now} zone={zone} />.
        </p>
      ) : null}
    </li>
  );
}

/** Who is affected, as far as it was counted. */
function affected({ desk, components }: DeskIncident): string {
  const parts = components.length === 1 ? "1 component" : `${components.length} components`;
  if (desk.customers === null) return `${parts}.`;
  if (desk.customers === 0) return `${parts}, in no customer's contract.`;
  return `${parts}, in contracts of ${desk.customers} ${desk.customers === 1 ? "customer" : "customers"}.`;
}
