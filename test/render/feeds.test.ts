import { XMLParser, XMLValidator } from "fast-xml-parser";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { viewPage } from "@/lib/domain/page-view";
import { dayMs, hourMs, minuteMs } from "@/lib/domain/time";
import { renderCalendar } from "@/lib/render/calendar-ics";
import { renderAtom, renderRss } from "@/lib/render/feed";
import { languageOf } from "@/lib/render/words/language";
import { component, incident, now, plannedWork, snapshot } from "./snapshot-rig";

const english = languageOf("en");
const past = incident(
  { id: "inc_past", title: "Cards & <b>tags</b> \u0007declined", startedAt: now - 3 * dayMs },
  ...["Looking.", "A **full** disk. [More](https://example.com/?a=1&b=2)", "Larger now.", "Over ]]> &amp;."],
);
const given = (changes: Partial<ReturnType<typeof snapshot>> = {}) =>
  viewPage({
    ...snapshot([component()]),
    incidents: [incident({}, "About 1 in 5 payments fail."), past],
    maintenances: [plannedWork()],
    ...changes,
  });
const parser = new XMLParser({
  ignoreAttributes: false,
  isArray: (name) => ["entry", "item", "link"].includes(name),
});

describe("the feeds", () => {
  it("are well-formed, whatever people write", () => {
    for (const xml of [renderAtom(given(), english), renderRss(given(), english)]) {
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(xml).not.toContain("\u0007");
    }
  });

  it("keep to Atom's rules: identifiers, dates, absolute links, newest first", () => {
    const { feed } = parser.parse(renderAtom(given(), english));
    expect(feed.id).toBe("urn:probity:pag_acme");
    expect(feed.author.name).toBe("Acme status");
    expect(feed.link.map((link: Record<string, string>) => link["@_rel"])).toEqual(["alternate", "self"]);
    const ids = feed.entry.map((entry: { id: string }) => entry.id);
    expect(new Set(ids).size).toBe(3);
    const dates = feed.entry.map((entry: { updated: string }) => entry.updated);
    expect(dates).toEqual(dates.toSorted().reverse());
    for (const entry of feed.entry) {
      expect(entry.title).toBeTruthy();
      for (const date of [entry.updated, entry.published]) expect(new Date(date).toISOString()).toBe(date);
      expect(entry.link[0]["@_href"]).toMatch(
        /^http:\/\/127\.0\.0\.1:3000\/status\/acme\/(incidents|maintenances)\//,
      );
      expect(entry.content["@_type"]).toBe("html");
    }
    expect(feed.updated).toBe(dates[0]);
  });

  it("keep to RSS's rules, and the date of the first publication", () => {
    const { channel } = parser.parse(renderRss(given(), english)).rss;
    expect(channel.description).toBeTruthy();
    const item = channel.item.find((each: { link: string[] }) =>
      each.link[0]?.endsWith("/incidents/inc_past"),
    );
    expect(item.guid).toMatchObject({ "#text": "urn:probity:inc_past", "@_isPermaLink": "false" });
    expect(Date.parse(item.pubDate)).toBe(past.publishedAt);
    expect(item.pubDate).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
    expect(item.description).toContain('<a href="https://example.com/?a=1&amp;b=2" rel="nofollow noopener">');
    expect(item.description).not.toContain("<b>tags");
  });

  it("name an entry alike after the page moved and after more was said", () => {
    const idsOf = (view: ReturnType<typeof given>) =>
      parser
        .parse(renderAtom(view, english))
        .feed.entry.map((entry: { id: string }) => entry.id)
        .sort();
    const moved = given({ url: "https://status.acme.test", incidents: [incident({}, "a", "b", "c"), past] });
    expect(idsOf(moved)).toEqual(idsOf(given()));
  });

  it("are the same bytes until something is said", () => {
    const later = given({ now: now + 5 * minuteMs });
    expect(renderAtom(later, english)).toBe(renderAtom(given(), english));
    expect(renderRss(later, english)).toBe(renderRss(given(), english));
  });

  it("are feeds without any entry too", () => {
    const quiet = given({ incidents: [], maintenances: [] });
    expect(XMLValidator.validate(renderAtom(quiet, english))).toBe(true);
    expect(XMLValidator.validate(renderRss(quiet, english))).toBe(true);
  });
});

/** Every last Sunday, 01:00 to 03:00 in Berlin: over the change to winter time 2026 that is three hours. */
const sundays = (from: string, to: string, changes: Partial<Parameters<typeof plannedWork>[0]> = {}) =>
  plannedWork({
    maintenanceId: "mnt_sunday",
    rrule: "FREQ=MONTHLY;BYDAY=-1SU",
    timezone: "Europe/Berlin",
    occurrenceFrom: Date.parse(from),
    from: Date.parse(from),
    to: Date.parse(to),
    ...changes,
  });

function calendarOf(maintenances: ReturnType<typeof plannedWork>[]) {
  const text = renderCalendar(given({ maintenances }), english);
  expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  const root = new ICAL.Component(ICAL.parse(text));
  for (const zone of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return root.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
}

describe("the calendar", () => {
  it("holds what happens once, in UTC, with its words", () => {
    const [event] = calendarOf([plannedWork({ title: "Upgrade; of, all\\things" })]);
    expect(event?.summary).toBe("Upgrade; of, all\\things");
    expect(event?.startDate.toJSDate().getTime()).toBe(now + 2 * dayMs);
    expect(event?.duration.toSeconds()).toBe(7_200);
    expect(event?.uid).toBe("mnt_database@probity");
    expect(event?.description).toContain("Checkout");
  });

  it("holds a rule with its own zone, right over the change of the clocks, for any reader", () => {
    const [event] = calendarOf([
      sundays("2026-11-29T00:00:00Z", "2026-11-29T02:00:00Z"),
      sundays("2026-12-27T00:00:00Z", "2026-12-27T02:00:00Z"),
    ]);
    const dates = event?.iterator();
    const starts = Array.from({ length: 12 }, () => dates?.next()?.toJSDate().toISOString());
    expect(starts.slice(0, 5)).toEqual([
      "2026-11-29T00:00:00.000Z",
      "2026-12-27T00:00:00.000Z",
      "2027-01-31T00:00:00.000Z",
      "2027-02-28T00:00:00.000Z",
      "2027-03-28T00:00:00.000Z",
    ]);
    expect(starts[5]).toBe("2027-04-24T23:00:00.000Z");
    expect(starts[11]).toBe("2027-10-30T23:00:00.000Z");
  });

  it("leaves out a cancelled date, and tells a moved one and one that was by themselves", () => {
    const events = calendarOf([
      sundays("2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z", { status: "completed" }),
      sundays("2026-11-29T00:00:00Z", "2026-11-29T02:00:00Z"),
      sundays("2026-12-27T00:00:00Z", "2026-12-27T02:00:00Z", { status: "cancelled" }),
      sundays("2027-01-31T00:00:00Z", "2027-01-31T02:00:00Z", {
        from: Date.parse("2027-01-31T04:00:00Z"),
        to: Date.parse("2027-01-31T05:00:00Z"),
      }),
    ]);
    const [rule, moved, was] = events;
    expect(moved?.recurrenceId?.toJSDate().toISOString()).toBe("2027-01-31T00:00:00.000Z");
    expect(moved?.startDate.toJSDate().toISOString()).toBe("2027-01-31T04:00:00.000Z");
    expect(was?.uid).toBe(`mnt_sunday_${Date.parse("2026-10-25T00:00:00Z")}@probity`);
    const dates = rule?.iterator();
    expect([dates?.next(), dates?.next()].map((date) => date?.toJSDate().getUTCMonth())).toEqual([10, 0]);
  });

  it("tells a counted rule date by date, since its first may be forgotten", () => {
    const counted = { rrule: "FREQ=WEEKLY;COUNT=3" };
    const events = calendarOf([
      sundays("2026-11-29T00:00:00Z", "2026-11-29T02:00:00Z", counted),
      sundays("2026-12-06T00:00:00Z", "2026-12-06T02:00:00Z", counted),
    ]);
    expect(events.map((event) => event.isRecurring())).toEqual([false, false]);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(2);
  });

  it("is the same bytes until a plan changes", () => {
    const at = (later: number) => renderCalendar(given({ now: now + later }), english);
    expect(at(hourMs)).toBe(at(0));
  });
});
