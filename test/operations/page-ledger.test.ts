import { expect, it } from "vitest";
import { openPage } from "@/lib/auth/page-gate";
import { verifyExport } from "@/lib/domain/export";
import { pageCreateInput } from "@/lib/domain/page";
import type { PageScope } from "@/lib/domain/scope";
import { exportPageLedger } from "@/lib/operations/page-ledger";
import { createPage } from "@/lib/operations/pages";
import { append, day, newComponent, newScope, says } from "./ledger-rig";

async function viewer(slug: string): Promise<PageScope> {
  const scope = await openPage(slug, new Request(`http://probity.test/status/${slug}`), day(1));
  if (!scope) throw new Error("no such page");
  return scope;
}

it("R5.3 gives a page's reader a ledger that verifies offline, and only of what the page shows", async () => {
  const scope = newScope();
  const [shown, kept] = [await newComponent(scope, "Shown"), await newComponent(scope, "Kept")];
  const foreign = await newComponent(newScope(), "Foreign");
  await append(scope, [says(shown, "operational", day(0)), says(shown, "major_outage", day(1))], day(1));
  await createPage(
    scope,
    pageCreateInput.parse({ slug: "proof", name: "Proof", components: [shown] }),
    day(1),
  );
  const reader = await viewer("proof");
  const lines: string[] = [];
  for await (const line of await exportPageLedger(reader, shown, day(2))) lines.push(line);
  expect(verifyExport(`${lines.join("\n")}\n`)).toMatchObject({ status: "good" });
  for (const id of [kept, foreign, "cmp_none"])
    await expect(exportPageLedger(reader, id, day(2))).rejects.toMatchObject({ code: "not_found" });
});

it("lets nobody in where there is no page", async () => {
  expect(await openPage("nobody", new Request("http://probity.test/status/nobody"), day(1))).toBeNull();
});
