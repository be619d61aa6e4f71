import { expect, it } from "vitest";
import { openPage } from "@/lib/auth/page-gate";
import { verifyExport } from "@/lib/domain/export";
import { pageCreateInput } from "@/lib/domain/page";
import type { PageScope } from "@/lib/domain/scope";
import { checkPageLedger, exportPageLedger } from "@/lib/operations/page-ledger";
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

it("checks what readers bring, so many of one network and so many of a page, for checking takes the processor", async () => {
  const scope = newScope();
  await createPage(scope, pageCreateInput.parse({ slug: "checking", name: "Checking" }), day(1));
  const reader = await viewer("checking");
  const ask = async (client: string, count: number) => {
    const asked = Array.from({ length: count }, () =>
      checkPageLedger(reader, { text: "no ledger", client }, day(2)).then(
        ({ status }) => status,
        (error: { code: string; retryAfterSeconds: number }) => `${error.code} ${error.retryAfterSeconds}`,
      ),
    );
    return Map.groupBy(await Promise.all(asked), (outcome) => outcome);
  };
  const one = await ask("2001:db8:77::1", 21);
  expect([one.get("unreadable")?.length, one.get("limit 5")?.length]).toEqual([20, 1]);
  expect((await ask("2001:db8:77::2", 1)).has("limit 5")).toBe(true);
  await ask("2001:db8:78::1", 20);
  expect((await ask("2001:db8:79::1", 1)).has("limit 2")).toBe(true);
});

it("lets nobody in where there is no page", async () => {
  expect(await openPage("nobody", new Request("http://probity.test/status/nobody"), day(1))).toBeNull();
});
