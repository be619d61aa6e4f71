import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { findPage } from "@/db/queries/page";
import { pageCreateInput, pagePatchInput } from "@/lib/domain/page";
import { provingText } from "@/lib/domain/page-domain";
import { viewPage } from "@/lib/domain/page-view";
import type { TenantScope } from "@/lib/domain/scope";
import { env } from "@/lib/env";
import { readTemplateValues } from "@/lib/operations/incident-variables";
import { pageAppearance } from "@/lib/operations/page-appearance";
import { recordDomainEvidence } from "@/lib/operations/page-domains";
import { createPage, updatePage } from "@/lib/operations/pages";
import { takeSnapshots } from "@/lib/operations/publish";
import { renderPublication } from "@/lib/render/publication";
import { day, newComponent, newScope, superuser } from "./ledger-rig";

const now = day(5);
const domain = "status.links.example";

async function claim() {
  const scope = newScope();
  await newComponent(scope);
  const page = await createPage(scope, pageCreateInput.parse({ slug: "links", name: "Acme", domain }), now);
  const evidence = { texts: [provingText(page.id)], pointsHere: true };
  return { scope, page, prove: () => recordDomainEvidence(scope, page.id, evidence, now) };
}

/** Every word that leaves the house about the page: its bytes, what its mails and chat messages link to, templates. */
async function told(scope: TenantScope, id: string): Promise<string> {
  const [snapshot] = await takeSnapshots(scope, env().publicUrl, now);
  if (!snapshot) throw new Error("no page");
  const bytes = renderPublication(viewPage(snapshot)).map(({ path, body }) => `${path}: ${body}`);
  const mail = await inTenant(scope, async (tx) => {
    const row = await findPage(tx, id);
    if (!row) throw new Error("no page");
    return (await pageAppearance(tx, row)).url;
  });
  const about = { incidentId: null, componentIds: [], startedAt: undefined, status: "", timezone: "UTC" };
  return [...bytes, mail, JSON.stringify(await readTemplateValues(scope, about, now))].join("\n");
}

/** Whether the act asks for new bytes of the organization's pages. */
async function asksToPublish(scope: TenantScope, act: () => Promise<unknown>): Promise<boolean> {
  const key = `publish:${scope.organizationId}`;
  const pg = superuser();
  const revision = async () =>
    (await pg<{ revision: number }[]>`select revision from graphile_worker.jobs where key = ${key}`)[0]
      ?.revision ?? -1;
  const before = await revision();
  await act();
  const isAsked = (await revision()) > before;
  await pg.end();
  return isAsked;
}

describe("R6.6 a domain in links", () => {
  it("is used nowhere until it is proven, everywhere from then on, and nowhere once the page gives it up", async () => {
    const { scope, page, prove } = await claim();
    const bySlug = `${env().publicUrl}/status/links`;
    const claimed = await told(scope, page.id);
    expect(claimed).not.toContain(domain);
    expect(claimed).toContain(bySlug);

    expect(await asksToPublish(scope, prove)).toBe(true);
    const proven = await told(scope, page.id);
    expect(proven).toContain(`https://${domain}/history.atom`);
    expect(proven).not.toContain(bySlug);

    const patch = pagePatchInput.parse({ domain: null });
    expect(await asksToPublish(scope, () => updatePage(scope, { id: page.id, patch }, now))).toBe(true);
    const givenUp = await told(scope, page.id);
    expect(givenUp).not.toContain(domain);
  });

  it("is not a stranger's who claims what another has proven", async () => {
    const [owner, rival] = [newScope(), newScope()];
    const claimOf = (scope: TenantScope, slug: string) =>
      createPage(scope, pageCreateInput.parse({ slug, name: "Acme", domain: "status.rival.example" }), now);
    const [mine, theirs] = [await claimOf(owner, "link-owner"), await claimOf(rival, "link-rival")];
    await recordDomainEvidence(owner, mine.id, { texts: [provingText(mine.id)], pointsHere: true }, now);
    expect(await told(rival, theirs.id)).not.toContain("status.rival.example");
    expect(await told(owner, mine.id)).toContain("https://status.rival.example");
  });
});
