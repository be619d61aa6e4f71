import type { Metadata } from "next";
import Link from "next/link";
import { memberPage, shown } from "@/app/_server/page";
import { Banner } from "@/app/_ui/banner";
import { Fact } from "@/app/_ui/fact";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Time } from "@/app/_ui/time";
import type { AnnouncedPart, MaintenanceView } from "@/lib/domain/maintenance";
import type { Ms } from "@/lib/domain/time";
import { readComponentNames } from "@/lib/operations/component-detail";
import { getMaintenance } from "@/lib/operations/maintenances";
import { renderMarkdown } from "@/lib/render/markdown";
import { WindowTime } from "../window";
import { repeatWord, StatusLabel } from "../words";
import { Acts } from "./acts";
import { Thread } from "./thread";

type Props = { params: Promise<{ organization: string; maintenance: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scope, now } = await memberPage(params);
  return { title: (await shown(getMaintenance(scope, (await params).maintenance, now))).title };
}

export default async function MaintenancePage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const view = await shown(getMaintenance(scope, (await params).maintenance, now));
  const names = await readComponentNames(scope, view.componentIds);
  const { current } = view;
  const isOver = current.status === "completed" || current.status === "cancelled";
  return (
    <>
      <PageHead
        title={view.title}
        crumb={{ label: "Maintenance", href: `/${organization.slug}/maintenance` }}
        actions={
          scope.grants.has("write") && !isOver ? (
            <Acts view={view} organization={organization.slug} zone={zone} />
          ) : null
        }
      >
        <StatusLabel status={current.status} isOverrun={view.isOverrun} />
        {" · "}
        <WindowTime from={current.from} to={current.to} zone={zone} now={now} />
      </PageHead>
      {view.isOverrun ? (
        <Banner tone="warning" title="It has run over its planned end.">
          Nobody was told of this time beforehand. Extend it, so that people know, or complete it.
        </Banner>
      ) : null}
      {view.body === "" ? null : <Words body={view.body} />}
      <Facts view={view} names={names} organization={organization.slug} now={now} zone={zone} />
      <Section title="Thread">
        <Thread
          view={view}
          organization={organization.slug}
          mayWrite={scope.grants.has("write") && !isOver}
          now={now}
          zone={zone}
        />
      </Section>
    </>
  );
}

/** The author's Markdown, made safe by the one renderer. */
function Words({ body }: { body: string }) {
  return (
    <div
      className="mb-6 max-w-prose text-sm [&_a]:underline [&_ol]:list-decimal [&_ol]:pl-5 [&_p]:mb-2 [&_ul]:list-disc [&_ul]:pl-5"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by renderMarkdown
      dangerouslySetInnerHTML={{ __html: renderMarkdown(body) }}
    />
  );
}

function Facts({
  view,
  names,
  organization,
  now,
  zone,
}: {
  view: MaintenanceView;
  names: ReadonlyMap<string, string>;
  organization: string;
  now: Ms;
  zone: string;
}) {
  const { current, rrule, timezone } = view;
  return (
    <dl className="mb-10 grid gap-x-8 gap-y-4 text-sm sm:grid-cols-2 lg:grid-cols-3">
      <Fact term="Components">
        <ul>
          {view.componentIds.map((id) => (
            <li key={id}>
              <Link href={`/${organization}/components/${id}`} className="hover:underline">
                {names.get(id) ?? id}
              </Link>
            </li>
          ))}
        </ul>
      </Fact>
      <Fact term="Announced">
        <Announced parts={current.parts} now={now} zone={zone} />
      </Fact>
      {current.startedAt === null ? null : (
        <Fact term="Began">
          <Time at={current.startedAt} now={now} zone={zone} />
        </Fact>
      )}
      {current.endedAt === null ? null : (
        <Fact term={current.status === "cancelled" ? "Called off" : "Ended"}>
          <Time at={current.endedAt} now={now} zone={zone} />
        </Fact>
      )}
      {rrule === null ? null : (
        <Fact term="Repeats">
          {repeatWord(rrule, view.from, timezone)} <code className="text-ink-3 text-xs">{rrule}</code>
          <span className="block text-ink-3">{timezone.replaceAll("_", " ")}</span>
        </Fact>
      )}
      {view.next.length === 0 ? null : (
        <Fact term="After that">
          <ol>
            {view.next.map(({ from, to }) => (
              <li key={from}>
                <WindowTime from={from} to={to} zone={zone} now={now} />
              </li>
            ))}
          </ol>
        </Fact>
      )}
    </dl>
  );
}

/** When each part of the window was made known. */
function Announced({ parts, now, zone }: { parts: readonly AnnouncedPart[]; now: Ms; zone: string }) {
  return (
    <ul>
      {parts.map((part) => (
        <li key={part.from}>
          <Time at={part.announcedAt} now={now} zone={zone} />
          {parts.length > 1 ? (
            <span className="block text-ink-3">
              for <WindowTime from={part.from} to={part.to} zone={zone} now={now} />
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
