import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { locales } from "@/lib/domain/page";
import { themeInput } from "@/lib/domain/page-theme";
import { firstDay, viewPage } from "@/lib/domain/page-view";
import { dayMs, minuteMs } from "@/lib/domain/time";
import { contentSecurityPolicy, hashOf } from "@/lib/render/page-document";
import { encodePublication, renderPublication } from "@/lib/render/publication";
import { busySnapshot, component, incident, now, plannedWork, snapshot } from "./snapshot-rig";

type Given = Partial<ReturnType<typeof snapshot>>;
const viewOf = (changes: Given = {}) => viewPage({ ...snapshot([component()]), ...changes });
const pagesOf = (changes: Given = {}) =>
  new Map(renderPublication(viewOf(changes)).map(({ path, body }) => [path, String(body)]));
const homeOf = (changes: Given = {}) => pagesOf(changes).get("/") ?? "";
const withPage = (changes: Partial<ReturnType<typeof snapshot>["page"]>, all: Given = {}): Given => ({
  ...all,
  page: { ...snapshot([]).page, ...changes },
});

describe("a running incident", () => {
  const running = incident(
    {},
    "About **1 in 5** payments fail.",
    "A release is taken back; next word at 15:30 UTC.",
  );

  it("is the page's sentence: what, since when, and what is being done", () => {
    expect(homeOf({ incidents: [running] })).toMatch(
      /<h1>Checkout fails for some customers<\/h1><p>Ongoing since <time [^>]*>13:03 UTC<\/time>\. We know the cause and are working on it\.<\/p>/,
    );
  });

  it.each([
    ["en", "Checkout is down. Ongoing since 13:03 UTC. We are investigating."],
    ["de", "Checkout is down. Dauert seit 13:03 UTC an. "],
    ["fr", "Checkout is down. En cours depuis 13:03 UTC. "],
    ["es", "Checkout is down. En curso desde 13:03 UTC. "],
    ["pt-BR", "Checkout is down. Em andamento desde 13:03 UTC. "],
    ["ja", "Checkout is down。13:03 UTC から続いています。"],
    ["zh-CN", "Checkout is down。从 UTC 13:03 开始，仍在持续。"],
    ["ar", "Checkout is down. مستمر منذ 13:03 UTC. "],
  ] as const)("keeps its title, any text, apart from the sentence after it: %s", (locale, text) => {
    const titled = incident({ title: "Checkout is down!" }, "We look into it.");
    const home = pagesOf(withPage({ locales: [locale] }, { incidents: [titled] })).get("/") ?? "";
    expect(/<h1>(.*?)<\/h1>/.exec(home)?.[1]?.replace(/<\/?bdi>/g, "")).toBe("Checkout is down!");
    expect(/name=description content="([^"]*)"/.exec(home)?.[1]).toContain(text);
  });

  it("is told newest words first, and whole on its own page", () => {
    const home = homeOf({ incidents: [running] });
    expect(home.indexOf("taken back")).toBeLessThan(home.indexOf("1 in 5"));
    expect(home).toContain("About <strong>1 in 5</strong> payments fail.");
    const many = incident({}, ...Array.from({ length: 200 }, (_, index) => `Word ${index}.`));
    const open = { ...many, status: "monitoring" as const, resolvedAt: null };
    expect(homeOf({ incidents: [open] })).not.toContain("Word 100.");
    const own = pagesOf({ incidents: [open] }).get("/incidents/inc_checkout");
    expect(own?.match(/Word \d+\./g)?.length).toBeGreaterThanOrEqual(200);
  });

  it("names nothing that the page does not show", () => {
    const other = incident({ components: [{ id: "cmp_secret", state: "major_outage" }] }, "Hidden words");
    const both = incident(
      { components: [...running.components, { id: "cmp_secret", state: "major_outage" }] },
      "Shown words",
    );
    expect([...pagesOf({ incidents: [other] }).values()].join()).not.toContain("Hidden words");
    const shown = [...pagesOf({ incidents: [both] }).values()].join();
    expect(shown).toContain("Shown words");
    expect(shown).not.toContain("cmp_secret");
  });

  it("makes the whole worse, never better", () => {
    expect(viewOf({ incidents: [running] }).indicator).toBe("major");
    expect(viewOf({ incidents: [incident({ impact: "none" }, "x")] }).indicator).toBe("none");
  });
});

describe("the past", () => {
  const over = incident({ id: "inc_over", startedAt: now - 3 * dayMs }, "a", "b", "c", "All booked.");

  it("stands by day, quiet days told together", () => {
    const home = homeOf({ incidents: [over] });
    expect(home).toContain("19 Nov 2026 to 21 Nov 2026: no incidents.");
    expect(home).toContain("Resolved · Lasted 40 min");
    expect(homeOf()).toContain("No incidents in the last 14 days.");
  });

  it("has no quiet day while something runs", () => {
    const running = incident({ startedAt: now - 2 * dayMs }, "Still looking.");
    expect(homeOf({ incidents: [running, over] })).not.toMatch(/(19|20|21) Nov 2026: no/);
  });

  it("has a page per month, which says so where nothing was measured", () => {
    const pages = pagesOf({
      incidents: [incident({ id: "inc_july", startedAt: now - 130 * dayMs }, "a", "b", "c", "d")],
    });
    expect(pages.get("/history/2026-07")).toContain("/status/acme/incidents/inc_july");
    expect(pages.get("/history/2026-07")).toContain("There is no data for this month");
    expect(pages.get("/history/2026-10")).toContain("Uptime in October 2026");
    expect([...pages.keys()].filter((path) => path.startsWith("/history"))).toHaveLength(14);
  });

  it("still tells of archived components", () => {
    const archived = [component({ id: "cmp_old", name: "Old shop" })];
    const told = pagesOf({
      archived,
      incidents: [incident({ components: [{ id: "cmp_old", state: null }] }, "a", "b", "c", "Gone.")],
    });
    expect(told.get("/history/2026-10")).toContain("Old shop <span class=soft>(archived)</span>");
    expect(told.get("/incidents/inc_checkout")).toContain("Affects Old shop");
    expect(told.get("/")).not.toContain(">Old shop</p>");
  });

  it("keeps a postmortem on the incident's page", () => {
    const learned = {
      ...over,
      postmortem: { body: "# What happened\n\nA full disk.", publishedAt: now - dayMs },
    };
    expect(pagesOf({ incidents: [learned] }).get("/incidents/inc_over")).toContain("<h3>What happened</h3>");
  });
});

describe("planned work", () => {
  it("stands on the page from a week before, and says when it runs over", () => {
    expect(homeOf({ maintenances: [plannedWork()] })).toContain("Database upgrade");
    const far = plannedWork({ from: now + 8 * dayMs, to: now + 9 * dayMs });
    expect(homeOf({ maintenances: [far] })).not.toContain("Database upgrade");
    const late = plannedWork({
      status: "in_progress",
      from: now - dayMs,
      to: now - minuteMs,
      startedAt: now - dayMs,
    });
    expect(homeOf({ maintenances: [late] })).toContain("Running longer than planned");
    expect(pagesOf({ maintenances: [far] }).get("/maintenances/mnt_database")).toContain("Coming dates");
  });
});

describe("languages", () => {
  const all = withPage({ locales: [...locales] });

  it("are bytes of their own, that lead to one another and keep the reader's choice", () => {
    const pages = pagesOf(all);
    expect(pages.get("/?lang=de")).toContain("<html lang=de dir=ltr>");
    expect(pages.get("/?lang=ar")).toContain("<html lang=ar dir=rtl>");
    expect(pages.get("/?lang=de")).toContain('href="/status/acme/history?lang=de"');
    expect(pages.get("/uptime?lang=fr")).toContain('href="/status/acme/uptime?lang=ja" lang=ja hreflang=ja');
    expect(homeOf()).not.toContain("?lang=");
  });

  it("weigh at most 13 KB gzipped in any of eight languages, each naming the others", () => {
    const busy = busySnapshot();
    const pages = renderPublication(viewPage({ ...busy, page: { ...busy.page, locales: [...locales] } }));
    for (const { path, body } of pages.filter((page) => page.path.startsWith("/?") || page.path === "/"))
      expect([path, gzipSync(body, { level: 9 }).length <= 13 * 1_024]).toEqual([path, true]);
  });
});

describe("a theme", () => {
  const theme = themeInput.parse({ light: { ground: "#ffe4e1", ink: "#ffc0cb" }, css: "h1{color:#123456}" });

  it("is drawn in corrected colours and known to the policy by its hash", () => {
    const home = homeOf(withPage({ theme }));
    const style = /<style>(.*?)<\/style>/s.exec(home)?.[1] ?? "";
    expect(style).toContain("#page h1{color:#123456}");
    expect(style).not.toContain("--ink:#ffc0cb");
    expect(contentSecurityPolicy(theme)).toContain(hashOf(style));
  });
});

describe("publishing again", () => {
  const settings = {
    incidents: [incident({ id: "inc_over", startedAt: now - 3 * dayMs }, "a", "b", "c", "d")],
  };
  it("makes only what changed", async () => {
    const first = await encodePublication(viewOf(settings));
    expect(first.changed).toHaveLength(first.paths.length);
    const known = new Map(
      first.changed.map(({ path, fresh, stale }) => [path, { etag: fresh.etag, staleEtag: stale.etag }]),
    );
    const again = await encodePublication(viewOf(settings), known);
    expect(again.changed).toEqual([]);
    const later = await encodePublication(viewOf({ ...settings, now: now + minuteMs }), known);
    const made = later.changed.map(({ path }) => path);
    expect(made).toContain("/");
    expect(
      made.filter((path) => /incidents\/inc|history\/|badge|rss|atom|verify|calendar/.test(path)),
    ).toEqual([]);
    expect(later.paths).toEqual(first.paths);
  });
});

describe("ten thousand components", () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    component({
      id: `cmp_${String(index).padStart(26, "0")}`,
      name: `Service ${index} of a very long name that does not end where one would like it to end`,
      group: `Group ${index % 40}`,
      state: index === 4_321 ? "major_outage" : "operational",
    }),
  );

  it("stand in groups that open, what is wrong first, in a page that a phone can take", () => {
    const before = process.cpuUsage();
    const given = { ...snapshot(many), historyFrom: firstDay(now) };
    const home = String(renderPublication(viewPage(given)).find(({ path }) => path === "/")?.body);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(15_000);
    expect(home.match(/<details/g)).toHaveLength(40);
    expect(home.match(/<details[^>]* open>/g)).toHaveLength(1);
    expect(home.match(/<svg class=b/g)).toHaveLength(1);
    expect(gzipSync(home).length).toBeLessThan(250_000);
  }, 120_000);
});
