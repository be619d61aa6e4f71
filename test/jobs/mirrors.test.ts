import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageCreateInput, pagePatchInput } from "@/lib/domain/page";
import { provingText } from "@/lib/domain/page-domain";
import { minuteMs } from "@/lib/domain/time";
import { mirrorBatch } from "@/lib/jobs/mirrors";
import { openMirror } from "@/lib/mirror/mirror";
import { recordDomainEvidence } from "@/lib/operations/page-domains";
import { archivePage, createPage, updatePage } from "@/lib/operations/pages";
import { append, day, newComponent, newScope, says } from "../operations/ledger-rig";
import { closeAll, listen } from "../probes/rig";
import { publishAt } from "../server/front-rig";
import { temporaryFolder } from "../temporary-folder";

const scope = newScope();
const folder = temporaryFolder();
const mirror = openMirror(folder);
let component: string;
let now = day(3);

beforeAll(async () => {
  component = await newComponent(scope, "Checkout");
  await append(scope, [says(component, "operational", day(0))], day(0));
});
afterAll(async () => {
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

/** Publishes and mirrors until nothing is behind. */
async function settle(to = mirror): Promise<void> {
  now += minuteMs;
  await publishAt(scope, now);
  while ((await mirrorBatch(to, now)) > 0) now += 3 * minuteMs;
}

const make = (slug: string, more: object = {}) =>
  createPage(scope, pageCreateInput.parse({ slug, name: "Acme", ...more }), now);
const read = (file: string) => readFileSync(join(folder, file), "utf8");

describe("a mirror in a folder", () => {
  it("holds what a static host needs to serve the page: documents, data, badges", async () => {
    await make("mirrored");
    await settle();
    expect(read("status/mirrored/index.html")).toContain("Checkout");
    expect(read("status/mirrored/history/index.html")).toContain("<!doctype html>");
    expect(read("status/mirrored/history/index.html")).toContain('href="../index.html"');
    expect(read("status/mirrored/index.html")).not.toContain('"/status/');
    expect(JSON.parse(read("status/mirrored/api/v2/summary.json"))).toMatchObject({ page: { name: "Acme" } });
    expect(read("status/mirrored/badge.svg")).toContain("<svg");
  });

  it("is kept in step, and writes only what changed", async () => {
    await append(scope, [says(component, "major_outage", now)], now);
    await settle();
    expect(JSON.parse(read("status/mirrored/api/v2/status.json"))).toMatchObject({
      status: { indicator: "critical" },
    });
    const written: string[] = [];
    const counting = { ...mirror, put: async (file: string) => void written.push(file) };
    await mirrorBatch(counting, now + 10 * minuteMs);
    expect(written).toEqual([]);
  });

  it("never holds a private page, and lets go of one that becomes private", async () => {
    const secret = { mode: "password", password: "correct horse" };
    await make("closed", { access: secret });
    const { id } = await make("closing");
    await settle();
    expect(existsSync(join(folder, "status/closed"))).toBe(false);
    expect(existsSync(join(folder, "status/closing/index.html"))).toBe(true);
    await updatePage(scope, { id, patch: pagePatchInput.parse({ access: secret }) }, now);
    await settle();
    expect(existsSync(join(folder, "status/closing"))).toBe(false);
  });

  it("takes away what is archived, and what moved to another slug", async () => {
    const [gone, moved] = [await make("gone"), await make("before")];
    await settle();
    await archivePage(scope, { id: gone.id }, now + 1);
    await updatePage(scope, { id: moved.id, patch: pagePatchInput.parse({ slug: "after" }) }, now + 1);
    await settle();
    expect(readdirSync(join(folder, "status")).sort()).toEqual(["after", "mirrored"]);
  });

  it("holds a page once more for the domain it has proven", async () => {
    const { id } = await make("proven", { domain: "status.mirror.example" });
    await recordDomainEvidence(scope, id, { texts: [provingText(id)], pointsHere: true }, now);
    await settle();
    expect(read("hosts/status.mirror.example/index.html")).toContain("Checkout");
    expect(read("hosts/status.mirror.example/status/proven/history/index.html")).toContain("Checkout");
  });

  it("tries again what failed, and loses nothing in between", async () => {
    await make("retried");
    now += minuteMs;
    await publishAt(scope, now);
    const broken = { ...mirror, put: () => Promise.reject(new Error("disk full")) };
    await mirrorBatch(broken, now);
    expect(existsSync(join(folder, "status/retried"))).toBe(false);
    expect(await mirrorBatch(mirror, now + minuteMs)).toBe(0);
    await mirrorBatch(mirror, now + 3 * minuteMs);
    expect(existsSync(join(folder, "status/retried/index.html"))).toBe(true);
  });
});

describe("a mirror in a bucket", () => {
  it("puts and deletes by signed requests below its prefix", async () => {
    const heard: object[] = [];
    const port = await listen(
      createServer((request, response) => {
        const { "content-type": type, "content-encoding": form, authorization = "" } = request.headers;
        const signed = /^AWS4-HMAC-SHA256 Credential=KEY\/\d{8}\/eu-test-1\/s3\//.test(authorization);
        heard.push({ line: `${request.method} ${request.url}`, type, form, signed });
        request.resume().on("end", () => response.writeHead(request.method === "DELETE" ? 204 : 200).end());
      }),
    );
    const endpoint = encodeURIComponent(`http://127.0.0.1:${port}`);
    const bucket = openMirror(`s3://KEY:SEC%2FRET@pages/live?endpoint=${endpoint}&region=eu-test-1`);
    const type = "text/html; charset=utf-8";
    await bucket.put("status/a b/index.html", Buffer.from("x"), { contentType: type, encoding: "identity" });
    await bucket.put("status/a b/index.html.br", Buffer.from("y"), { contentType: type, encoding: "br" });
    await bucket.remove("status/old/index.html");
    expect(heard).toEqual([
      { line: "PUT /pages/live/status/a%20b/index.html", type, form: undefined, signed: true },
      { line: "PUT /pages/live/status/a%20b/index.html.br", type, form: "br", signed: true },
      { line: "DELETE /pages/live/status/old/index.html", type: undefined, form: undefined, signed: true },
    ]);
  });

  it("says what is wrong with an address, and with an answer", async () => {
    expect(() => openMirror("s3://bucket/prefix")).toThrow("PROBITY_MIRROR must be");
    const port = await listen(createServer((_, response) => response.writeHead(403).end("<Error/>")));
    const bucket = openMirror(`s3://KEY:SECRET@pages?endpoint=http://127.0.0.1:${port}`);
    const kind = { contentType: "text/plain", encoding: "identity" } as const;
    await expect(bucket.put("x", Buffer.from("x"), kind)).rejects.toThrow("HTTP 403");
  });
});
