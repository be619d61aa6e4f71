import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { expect, test } from "vitest";
import { isLocked, tryLock, waitForLock } from "@/lib/server/lock";

test("only one holds a lock, and it can be taken again after its release", async () => {
  const subject = randomUUID();
  const first = await tryLock(subject);
  expect(await tryLock(subject)).toBeNull();
  expect(await isLocked(subject)).toBe(true);
  await first?.release();
  expect(await isLocked(subject)).toBe(false);
  const second = await tryLock(subject);
  expect(second).not.toBeNull();
  await second?.release();
});

test("a lock dies with its holder, even by kill -9", async () => {
  const subject = randomUUID();
  const program = `const { tryLock } = await import("./lib/server/lock.ts"); await tryLock(${JSON.stringify(subject)});
    console.log("held"); setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!child.stdout) throw new Error("no pipe");
  await once(child.stdout, "data");
  expect(await tryLock(subject)).toBeNull();
  child.kill("SIGKILL");
  const lock = await waitForLock(subject, 5_000, () => {});
  expect(lock).not.toBeNull();
  await lock?.release();
});

test("waiting ends empty-handed when time is up, and says once that it waits", async () => {
  const subject = randomUUID();
  const lock = await tryLock(subject);
  let told = 0;
  const late = await waitForLock(subject, 0, () => {
    told += 1;
  });
  expect([late, told]).toEqual([null, 1]);
  await lock?.release();
});
