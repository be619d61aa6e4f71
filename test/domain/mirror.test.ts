import { describe, expect, it } from "vitest";
import { mirroredDocument, mirroredSite } from "@/lib/domain/mirror";

const html = (path: string) => ({ path, contentType: "text/html; charset=utf-8", etag: "" });
const site = mirroredSite(
  [
    ...[html("/"), html("/?lang=de"), html("/history"), html("/history?lang=de"), html("/incidents/inc_1")],
    { path: "/history.rss", contentType: "application/rss+xml", etag: "" },
  ],
  "acme",
  "https://product.test/status/acme",
);
const linked = (href: string, from = "/") =>
  mirroredDocument(`<a href="${href}">`, from, site).slice('<a href="'.length, -'">'.length);

describe("a link in a mirrored document", () => {
  it.each([
    ["/status/acme", "/", "./index.html"],
    ["/status/acme?lang=de", "/", "./index.de.html"],
    ["/status/acme/?lang=de", "/history", "../index.de.html"],
    ["/status/acme/history?lang=de#2026-10", "/incidents/inc_1", "../../history/index.de.html#2026-10"],
    ["/status/acme/history?lang=en", "/history?lang=de", "../history/index.html"],
    ["/status/acme/history.rss", "/history", "../history.rss"],
  ])("%s of %s leads beside it", (href, from, expected) => {
    expect(linked(href, from)).toBe(expected);
  });

  it.each([
    ["/status/acme/subscribe?incident=inc_1&amp;lang=de", "/subscribe?incident=inc_1&amp;lang=de"],
    ["/status/acme/incidents/inc_9#now", "/incidents/inc_9#now"],
    ["/status/acme/ledger/cmp_1.ndjson", "/ledger/cmp_1.ndjson"],
  ])("%s leads to the product, which alone answers it", (href, rest) => {
    expect(linked(href)).toBe(`https://product.test/status/acme${rest}`);
  });

  it.each(["/status/acme-2", "/status/other/history", "https://example.com/status/acme/history", "#main"])(
    "%s is left as it is",
    (href) => {
      expect(linked(href)).toBe(href);
    },
  );
});
