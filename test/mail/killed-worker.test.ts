import { afterEach, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { getNotice, listDeliveries, listNotices } from "@/lib/operations/delivery-desk";
import { notify } from "@/lib/operations/notices";
import { tenant } from "../auth/people";
import { type HelperProcess, startProcess, stopProcesses } from "../bench/helper-process";
import { type Mood, resendServer } from "./resend-server";
import { addSubscribers, everybody, incidentWords } from "./subscriber-rig";

// The same with 100,000 recipients is `npm run bench -- deliveries`.
const recipients = 3_000;
const kills = 5;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await stopProcesses();
  for (const close of closers.splice(0)) await close();
  await closeDatabase();
});

/** One call in ten fails, some of them after they were taken; of one batch nothing can be found out any more. */
function badDay(): (call: number, key: string) => Mood {
  let lost: string | undefined;
  return (call, key) => {
    if (call === 17) lost = key;
    if (key === lost) return "disown after taking";
    if (call % 20 === 7) return "500";
    if (call % 20 === 13) return "hang after taking";
    return call % 30 === 11 ? "500 after taking" : "fine";
  };
}

async function startWorker(url: string): Promise<HelperProcess> {
  const worker = startProcess("test/bench/delivery-worker.ts", [url, "1000"]);
  await worker.hear();
  return worker;
}

it("R7.2 everybody is told exactly once under one key though the worker is killed five times and the provider fails, and the desk says of whom nobody knows", {
  timeout: 240_000,
}, async () => {
  const { owner } = await tenant("acme");
  const now = Date.now();
  await addSubscribers(owner, recipients, now);
  const server = await resendServer({ mood: badDay(), perSecond: 20 });
  closers.push(server.close);
  const id = await inTenant(owner, (tx) =>
    notify(
      tx,
      {
        factId: "f",
        template: "incident_updated",
        slots: incidentWords,
        audience: everybody,
        detectedAt: now,
      },
      now,
    ),
  );
  let worker = await startWorker(server.url);
  for (let kill = 1; kill <= kills; kill += 1) {
    const least = (recipients * kill) / (kills + 2);
    await expect
      .poll(() => server.taken.length, { timeout: 60_000, interval: 10 })
      .toBeGreaterThanOrEqual(least);
    await worker.kill();
    worker = await startWorker(server.url);
  }
  const fate = async () => await getNotice(owner, id ?? "");
  await expect.poll(async () => (await fate()).state, { timeout: 60_000, interval: 100 }).toBe("done");
  await worker.stop();

  expect(server.complaints).toEqual([]);
  expect(server.taken).toHaveLength(recipients);
  expect(new Set(server.taken.map((mail) => mail.to)).size).toBe(recipients);
  const keys = new Map(server.taken.map((mail) => [mail.delivery, mail.key]));
  const { items } = await listDeliveries(owner, id ?? "", { limit: 200 });
  expect(items.map((each) => each.batchId)).toEqual(items.map((each) => keys.get(each.id)));

  const unsure = await listDeliveries(owner, id ?? "", { limit: 200, status: "uncertain" });
  const [lost] = new Set(unsure.items.map((each) => each.batchId));
  const members = server.taken.filter((mail) => mail.key === lost).map((mail) => mail.to);
  expect(unsure.items.map((each) => each.address)).toEqual(members.toSorted());
  expect(unsure.items[0]).toMatchObject({
    failure: expect.stringContaining("Same key, other payload"),
    dueAt: null,
  });
  expect(await fate()).toMatchObject({
    firstSentAt: expect.any(Number),
    funnel: { sent: recipients - members.length, uncertain: members.length, failed: 0 },
  });
  const { items: troubled } = await listNotices(owner, { limit: 10, trouble: true });
  expect(troubled.map((notice) => notice.id)).toEqual([id]);
});
