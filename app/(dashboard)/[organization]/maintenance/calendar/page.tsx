import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { PageHead } from "@/app/_ui/page-head";
import { StateShape } from "@/app/_ui/state";
import type { PublicMaintenance } from "@/lib/domain/maintenance";
import { type CalendarDay, monthAfter, monthAt, monthGrid } from "@/lib/domain/month-grid";
import { zonedParts } from "@/lib/domain/zone";
import { occurrencesBetween } from "@/lib/operations/maintenance-calendar";
import { Views } from "../views";
import { statusWords } from "../words";

export const metadata: Metadata = { title: "Maintenance calendar" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const search = z.object({
  month: z
    .string()
    .regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
    .optional(),
});

export default async function CalendarPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const { month = monthAt(now, zone) } = await readSearch(search, searchParams);
  const days = monthGrid(month, zone);
  const within = { from: days[0]?.from ?? now, to: days.at(-1)?.to ?? now };
  const works = await shown(occurrencesBetween(scope, within));
  const path = `/${organization.slug}/maintenance`;
  const name = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(
    Date.parse(`${month}-01T00:00:00Z`),
  );
  return (
    <>
      <PageHead title="Maintenance">Times are in {zone.replaceAll("_", " ")}.</PageHead>
      <Views path={path} current="calendar" />
      <section aria-label={name}>
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h2 className="font-medium text-base">{name}</h2>
          <nav aria-label="Months" className="flex gap-2">
            <ButtonLink href={`${path}/calendar?month=${monthAfter(month, -1)}`}>Earlier</ButtonLink>
            <ButtonLink href={`${path}/calendar`}>This month</ButtonLink>
            <ButtonLink href={`${path}/calendar?month=${monthAfter(month, 1)}`}>Later</ButtonLink>
          </nav>
        </div>
        <Days days={days} works={works} path={path} zone={zone} now={now} />
        {works.length === 0 ? (
          <p className="mt-3 text-ink-2 text-sm">Nothing is planned in these weeks.</p>
        ) : null}
      </section>
    </>
  );
}

function monthName(date: string): string {
  return new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" }).format(Date.parse(date));
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Weeks as rows on a wide screen; on a phone the days that have something, one under the other. */
function Days({
  days,
  works,
  path,
  zone,
  now,
}: {
  days: readonly CalendarDay[];
  works: readonly PublicMaintenance[];
  path: string;
  zone: string;
  now: number;
}) {
  return (
    <>
      <div aria-hidden="true" className="hidden grid-cols-7 text-ink-3 text-xs md:grid">
        {weekdays.map((name) => (
          <span key={name} className="px-2 py-1">
            {name}
          </span>
        ))}
      </div>
      <ol className="grid gap-px overflow-hidden rounded-md border bg-line md:grid-cols-7">
        {days.map((day, index) => {
          const own = works.filter((work) => work.from < day.to && (work.endedAt ?? work.to) > day.from);
          const isToday = day.from <= now && now < day.to;
          return (
            <li
              key={day.date}
              aria-current={isToday ? "date" : undefined}
              className={`min-w-0 bg-surface p-2 md:min-h-24 ${own.length === 0 ? "max-md:hidden" : ""}`}
            >
              <p
                className={`mb-1 text-xs ${isToday ? "font-semibold text-ink" : day.isInMonth ? "text-ink-2" : "text-ink-3"}`}
              >
                <span className="md:sr-only">{weekdays[index % 7]} </span>
                <time dateTime={day.date}>
                  {day.day}
                  {day.isInMonth ? null : <span className="md:sr-only"> {monthName(day.date)}</span>}
                </time>
                {isToday ? <span> · today</span> : null}
              </p>
              <ul className="flex flex-col gap-1">
                {own.map((work) => (
                  <li key={`${work.maintenanceId} ${work.occurrenceFrom}`}>
                    <Work work={work} day={day} path={path} zone={zone} />
                  </li>
                ))}
              </ul>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Work({
  work,
  day,
  path,
  zone,
}: {
  work: PublicMaintenance;
  day: CalendarDay;
  path: string;
  zone: string;
}) {
  const { hour, minute } = zonedParts(work.from, zone);
  const isOff = work.status === "cancelled";
  return (
    <Link
      href={`${path}/${work.maintenanceId}`}
      className="flex items-start gap-1 rounded-[4px] text-xs hover:underline"
    >
      <span className="mt-0.5">
        <StateShape
          state={work.status === "scheduled" || isOff ? "unknown" : "under_maintenance"}
          size={10}
        />
      </span>
      <span className={`min-w-0 break-words ${isOff ? "text-ink-3 line-through" : ""}`}>
        <span className="tabular-nums">{work.from >= day.from ? `${hour}:${minute} ` : "… "}</span>
        {work.title}
        <span className="sr-only"> ({statusWords[work.status]})</span>
      </span>
    </Link>
  );
}
