import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { locales } from "@/lib/domain/page";
import { type PageSnapshot, type PageView, viewPage } from "@/lib/domain/page-view";
import { dayMs, minuteMs, secondMs } from "@/lib/domain/time";
import { renderPublication } from "@/lib/render/publication";
import { busySnapshot, calmDays, component, now, snapshot, trouble } from "./snapshot-rig";

const textsOf = (view: PageView) =>
  renderPublication(view).map((each) => ({
    ...each,
    body: String(each.body),
    staleBody: String(each.staleBody),
  }));
const bodiesOf = (...given: Parameters<typeof snapshot>) =>
  new Map(textsOf(viewPage(snapshot(...given))).map((each) => [each.path, each]));
const homeOf = (...given: Parameters<typeof snapshot>) => bodiesOf(...given).get("/")?.body ?? "";

describe("the page", () => {
  it("weighs at most 12 KB gzipped for 30 components and 90 days, in every language, with a twentieth to spare", () => {
    const given = busySnapshot();
    const page = { ...given.page, locales: [...locales] };
    for (const { path, body } of textsOf(viewPage({ ...given, page })))
      expect([path, gzipSync(body, { level: 9 }).length <= 0.95 * 12 * 1024]).toEqual([path, true]);
  });

  it("shows third parties where the organization does, with what they say of themselves, escaped", () => {
    const [own, other] = [component(), "cmp_other"];
    const said = { state: "degraded_performance" as const, since: now, heardAt: now, part: "API <eu>" };
    const dependencies = [own.id, other].map((componentId) => ({
      ...said,
      componentId,
      provider: "Cardhouse",
    }));
    const view = viewPage({ ...snapshot([own]), dependencies });
    const home = textsOf(view).find(({ path }) => path === "/")?.body ?? "";
    expect(home.match(/Cardhouse: API &lt;eu/g)).toHaveLength(1);
    expect(homeOf([own])).not.toContain("Third parties");
  });

  it("is one request and needs nothing from elsewhere", () => {
    const body = homeOf([component()]);
    expect(body).not.toMatch(/<(link rel=.?stylesheet|script src|img|iframe)/);
    expect(body).not.toMatch(/url\((?!#)/);
  });

  it("is the same text for the same snapshot", () => {
    expect(renderPublication(viewPage(busySnapshot()))).toEqual(renderPublication(viewPage(busySnapshot())));
  });

  it("draws one path per state, however many days, and few elements per component", () => {
    const body = homeOf([
      component({ days: trouble(trouble(calmDays(), 3, "major_outage", 5), 40, "major_outage", 9) }),
    ]);
    const drawing = /<svg class=b .*?<\/svg>/.exec(body)?.[0] ?? "";
    expect(drawing.match(/<path/g)).toHaveLength(2);
  });

  it("tells each day's time by state to the second, to those who do not see the bars too", () => {
    const days = trouble(calmDays(), 40, "major_outage", 42 * minuteMs + 7 * secondMs);
    const body = homeOf([component({ days })]);
    expect(body).toContain("<th scope=row>3 Oct<td>Outage 42 min 07 s<tr");
    expect(body).toContain("<tr data-c=40><th scope=row>3 Oct");
    expect(body).toContain("<tr data-n=0 data-c=0><th scope=row>Other days<td>Operational all day");
    expect(body).toContain("<th scope=row>21 Nov<td>Operational 14 h 05 min");
  });

  it("R2 cuts uptime and never shows 100 with a failure inside, and no figure without data", () => {
    expect(homeOf([component({ days: trouble(calmDays(), 40, "major_outage", 1) })])).toContain("99.999%");
    expect(homeOf([component()])).toContain("100.000%");
    expect(homeOf([component({ days: [], state: "unknown", since: null })])).toContain("<p class=up>No data");
  });

  it("says since when, on the day itself and on later days", () => {
    const down = (since: number) => homeOf([component({ state: "major_outage", since })]);
    expect(down(now - 2 * minuteMs)).toMatch(
      /<h1>Checkout has been down since <time [^>]*>14:03 UTC<\/time>\.<\/h1>/,
    );
    expect(down(now - dayMs)).toMatch(/>20 Nov, 14:05 UTC<\/time>/);
    expect(down(now - 400 * dayMs)).toMatch(/>17 Oct 2025, 14:05 UTC<\/time>/);
  });

  it("R6.1 differs from its old self by the sentence alone", () => {
    const home = bodiesOf([component()]).get("/");
    const note = "<p class=note>Not updated since 14:05 UTC on 21 Nov 2026.</p>";
    expect(home?.staleBody.replace(`${note}\n`, "")).toBe(home?.body);
    expect(home?.staleBody).toContain(note);
  });

  it("teaches the first step when there is nothing to show", () => {
    expect(homeOf([])).toContain("<h1>Nothing is shown on this page yet.</h1>");
  });

  it.each([`"><script>alert(1)</script>`, `' onmouseover='x`, `</style><img src=x>`, "</title><b>", "&lt;"])(
    "escapes what people wrote: %s",
    (name) => {
      const given = snapshot([component({ name, description: name, group: name, state: "major_outage" })]);
      const page = { ...given.page, name };
      for (const { path, body, staleBody, contentType } of textsOf(viewPage({ ...given, page }))) {
        if (!/html|svg|xml/.test(contentType)) continue;
        const scripts = path === "/verify" ? 3 : contentType.includes("html") && path !== "/embed" ? 2 : 0;
        for (const text of [body, staleBody]) {
          expect([path, text.match(/<script>/g)?.length ?? 0]).toEqual([path, scripts]);
          expect([path, /<img src=x|<b>[^<]*<\/title>|<b>'|onmouseover='/.test(text)]).toEqual([path, false]);
        }
      }
    },
  );
});

describe("the whole", () => {
  const state = (state: "operational" | "unknown" | "major_outage" | "under_maintenance") =>
    component({ state });

  it("takes silence for silence: unknown is told, never green", () => {
    const body = homeOf([component({ state: "unknown", since: now - 60 * minuteMs })]);
    expect(body).toMatch(/<h1>Checkout has sent no data since <time/);
  });

  it("counts what it cannot name", () => {
    const four = [..."abcd"].map((name) => component({ id: name, name, state: "major_outage" }));
    expect(homeOf(four)).toMatch(/<h1>4 of 4 services have been down since /);
    expect(homeOf(four.slice(2))).toMatch(/<h1>c and d have been down since /);
  });

  it("leaves out what is hidden until it fails, and what is archived", () => {
    const line = {
      componentId: "cmp_checkout",
      group: "Shop",
      name: "Till",
      hiddenUntilFailing: true,
      latency: false,
    };
    const shown = (each: ReturnType<typeof component>) => {
      const given = snapshot([each]);
      const gone = { ...line, componentId: "cmp_gone" };
      return viewPage({ ...given, page: { ...given.page, components: [line, gone] } }).groups;
    };
    expect(shown(state("operational"))).toEqual([]);
    expect(shown(state("major_outage"))).toMatchObject([{ name: "Shop", components: [{ name: "Till" }] }]);
  });
});

describe("names in foreign letters", () => {
  it("stand on the page's own side, in groups and among third parties", () => {
    const given = snapshot([component({ id: "cmp_pay", name: "خدمة الدفع", group: "Compute" })]);
    const dependency = { componentId: "cmp_pay", provider: "Cardhouse", part: "Cards", state: "operational" };
    const view = viewPage({ ...given, dependencies: [dependency as PageSnapshot["dependencies"][number]] });
    const home = String(renderPublication(view).find(({ path }) => path === "/")?.body);
    expect(home).toContain("<h2><bdi>Compute</bdi>");
    expect(home).toMatch(
      /<li class=c><div><p class=n dir=auto>Cardhouse: Cards<\/p>.*Operational.*<p class="small by" dir=auto>خدمة الدفع/,
    );
  });
});
