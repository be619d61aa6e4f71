import { afterEach, expect, it } from "vitest";
import { closeDatabase, inTenant } from "@/db/client";
import { getNotice, listDeliveries } from "@/lib/operations/delivery-desk";
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

/** One call in ten fails, some of them after they were taken. */
function badDay(call: number): Mood {
  if (call % 20 === 7) return "500";
  if (call % 20 === 13) return "hang after taking";
  return call % 30 === 11 ? "500 after taking" : "fine";
}

async function startWorker(url: string): Promise<HelperProcess> {
  const worker = startProcess("test/bench/delivery-worker.ts", [url, "1000"]);
  await worker.hear();
  return worker;
}

it("R7.2 everybody is told exactly once under one key though the worker is killed five times and the provider fails", {
  timeout: 240_000,
}, async () => {
  const { owner } = await tenant("acme");
  const now = Date.now();
  await addSubscribers(owner, recipients, now);
  const server = await resendServer({ mood: badDay, perSecond: 20 });
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
  const funnel = async () => (await getNotice(owner, id ?? "")).funnel;
  await expect
    .poll(funnel, { timeout: 60_000, interval: 100 })
    .toMatchObject({ sent: recipients, uncertain: 0 });
  await worker.stop();

  expect(server.complaints).toEqual([]);
  expect(server.taken).toHaveLength(recipients);
  expect(new Set(server.taken.map((mail) => mail.to)).size).toBe(recipients);
  const keys = new Map(server.taken.map((mail) => [mail.delivery, mail.key]));
  const { items } = await listDeliveries(owner, id ?? "", { limit: 200 });
  expect(items.map((each) => each.batchId)).toEqual(items.map((each) => keys.get(each.id)));
  expect(await getNotice(owner, id ?? "")).toMatchObject({ state: "done", firstSentAt: expect.any(Number) });
});
