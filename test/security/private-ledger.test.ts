import { describe, expect, it } from "vitest";
import { serveLedger } from "@/app/_server/ledger";
import { passCookie, signPass } from "@/lib/auth/page-pass";
import { pageCreateInput } from "@/lib/domain/page";
import type { AccessInput } from "@/lib/domain/page-access";
import { hourMs } from "@/lib/domain/time";
import { createPage } from "@/lib/operations/pages";
import { append, day, newComponent, newScope, says } from "../operations/ledger-rig";

async function read(slug: string, access: AccessInput, isPassed = true): Promise<Response> {
  const scope = newScope();
  const component = await newComponent(scope, "Shown");
  await append(scope, [says(component, "operational", day(0))], day(0));
  const given = pageCreateInput.parse({ slug, name: "Proof", access, components: [component] });
  const { id } = await createPage(scope, given, day(1));
  const expiresAt = Date.now() + hourMs;
  const pass = signPass("pass", { pageId: id, audience: "password", epoch: 1, expiresAt });
  const headers = isPassed ? { cookie: `${passCookie}=${pass}` } : {};
  const file = `${component}.ndjson`;
  const request = new Request(`http://probity.test/status/${slug}/ledger/${file}`, { headers });
  return await serveLedger(request, slug, file);
}

describe("R6.3 the ledger behind a page", () => {
  it("is kept by nobody and read by no foreign page where only some may read it", async () => {
    const { status, headers } = await read("ledger-secret", { mode: "password", password: "correct horse" });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(headers.get("vary")).toBe("Cookie");
    expect(headers.get("x-robots-tag")).toBe("noindex");
    expect(headers.has("access-control-allow-origin")).toBe(false);
  });

  it("does not exist for a stranger", async () => {
    const answer = await read("ledger-closed", { mode: "password", password: "correct horse" }, false);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain("Shown");
  });

  it("is open to every page's script where everybody may read it", async () => {
    const { status, headers } = await read("ledger-open", { mode: "public" }, false);
    expect([status, headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    expect(headers.get("cache-control")).toContain("public");
  });
});
