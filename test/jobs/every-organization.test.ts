import { beforeAll, describe, expect, it } from "vitest";
import { forEveryOrganization } from "@/lib/jobs/every-organization";
import { tenant } from "../auth/people";

let ours: string[];
const signal = new AbortController().signal;

beforeAll(async () => {
  const made = [await tenant("every-one"), await tenant("every-two"), await tenant("every-three")];
  ours = made.map(({ owner }) => owner.organizationId);
});

/** Who had a turn when the middle one fails, and what came of the whole. */
async function turns(options?: { isTriedAgain: boolean }) {
  const seen: string[] = [];
  const work = async ({ organizationId }: { organizationId: string }) => {
    seen.push(organizationId);
    if (organizationId === ours[1]) throw new Error("this one is in trouble");
  };
  const outcome = await forEveryOrganization("test", signal, work, options).then(
    () => "done",
    (error: Error) => error.message,
  );
  return { seen: seen.filter((id) => ours.includes(id)).sort(), outcome };
}

describe("work for every organization", () => {
  it("goes on where one is in trouble, and is tried again as a whole", async () => {
    expect(await turns()).toEqual({
      seen: [...ours].sort(),
      outcome: "test failed for 1 organizations; trying again later",
    });
  });

  it("is left to the next turn of the clock where that comes soon", async () => {
    expect(await turns({ isTriedAgain: false })).toEqual({ seen: [...ours].sort(), outcome: "done" });
  });

  it("ends when the worker is asked to stop", async () => {
    const seen: string[] = [];
    const stopped = AbortSignal.abort();
    await forEveryOrganization("test", stopped, async ({ organizationId }) => seen.push(organizationId));
    expect(seen).toEqual([]);
  });
});
