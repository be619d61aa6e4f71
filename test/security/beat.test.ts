import { afterAll, expect, it } from "vitest";
import { closeDatabase } from "@/db/client";
import { answerBeat } from "@/lib/api/beat-door";
import { outcomeListInput } from "@/lib/domain/monitor";
import { listOutcomes } from "@/lib/operations/outcomes";
import { newMonitor, noon } from "../operations/checks-rig";
import { newScope } from "../operations/ledger-rig";

afterAll(closeDatabase);

it("a word that every object inherits is no kind of heartbeat, and no failure", async () => {
  const scope = newScope();
  const monitor = await newMonitor(scope, { type: "heartbeat", target: "", timeout_ms: 1_000 });
  const ping = new Request("http://probity.test/", { method: "POST" });
  const token = monitor.beatUrl?.split("/").at(-1) ?? "";
  for (const word of ["constructor", "toString", "__proto__", "hasOwnProperty"])
    expect((await answerBeat(ping, token, [word], noon)).status).toBe(404);
  expect((await answerBeat(ping, token, [], noon)).status).toBe(200);
  const { items } = await listOutcomes(scope, monitor.id, outcomeListInput.parse({}));
  expect(items.map((each) => each.failure)).toEqual([null]);
});
