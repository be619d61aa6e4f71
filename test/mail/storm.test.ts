import { afterEach, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import type { TenantScope } from "@/lib/domain/scope";
import { deliverBatches } from "@/lib/jobs/batches";
import { expandDue, recipientsAtOnce } from "@/lib/jobs/expansions";
import { resendSender } from "@/lib/mail/resend";
import { listNotices } from "@/lib/operations/delivery-desk";
import { notify } from "@/lib/operations/notices";
import { noon, tenant } from "../auth/people";
import { resendServer } from "./resend-server";
import { addSubscribers, everybody, incidentWords } from "./subscriber-rig";

const recipients = 100_000;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const tell = (scope: TenantScope, factId: string) =>
  inTenant(scope, (tx) =>
    notify(tx, { factId, template: "incident_updated", slots: incidentWords, audience: everybody }, noon),
  );

it("a hundred thousand mails of one organization delay another's only one by a turn of each loop", {
  timeout: 120_000,
}, async () => {
  const server = await resendServer();
  closers.push(server.close);
  const sender = resendSender("re_test", server.url);
  const chances = { clock: () => noon, jitter: () => 0 };
  const { owner: stormy } = await tenant("stormy");
  const { owner: small } = await tenant("small");
  await addSubscribers(stormy, recipients, noon);
  await addSubscribers(small, 1, noon, "small.test");
  /** After one turn of looking up and one of handing over; in how many batches. */
  const reached = async () => {
    const before = server.calls.length;
    await expandDue(recipientsAtOnce, noon);
    await deliverBatches(sender, chances);
    const batches = server.calls.slice(before).map((call) => call.key);
    const theirs = server.taken.filter((mail) => mail.organization === small.organizationId);
    return { told: theirs.filter((mail) => batches.includes(mail.key)).length, batches: batches.length };
  };

  await tell(stormy, "storm");
  expect(await reached()).toMatchObject({ told: 0 });
  await tell(small, "while the storm is looked up");
  const early = await reached();
  while ((await expandDue(recipients, noon)) > 0);
  expect((await listNotices(stormy, { limit: 1 })).items[0]?.funnel.queued).toBeGreaterThan(
    recipients * 0.95,
  );
  await tell(small, "while the storm waits to leave");
  const late = await reached();

  expect([early.told, late.told]).toEqual([1, 1]);
  expect(Math.max(early.batches, late.batches)).toBeLessThanOrEqual(10);
});
