import { expect, it } from "vitest";
import { deliverBatch } from "@/lib/jobs/deliveries";
import { localSender } from "@/lib/mail/local";
import { listOutbox } from "@/lib/operations/outbox";
import { requestSignIn } from "@/lib/operations/sign-in";
import { member, noon, tenant } from "../auth/people";

const chances = { clock: () => noon, jitter: () => 0 };

it("an admin does not read the sign-in link of a member who belongs to another organization too", async () => {
  const { owner: hostile } = await tenant("hostile");
  const { owner: victim } = await tenant("victim");
  for (const organization of [victim, hostile]) await member(organization, "both@victim.test", "viewer");
  await member(hostile, "only@hostile.test", "viewer");
  for (const email of ["both@victim.test", "only@hostile.test"])
    await requestSignIn({ email, callbackPath: "/", client: email }, noon);
  while ((await deliverBatch(localSender, chances)) > 0);
  for (const organization of [hostile, victim]) {
    const { items } = await listOutbox(organization, { limit: 50 });
    const links = items.filter((mail) => mail.subject.includes("sign-in link")).map((mail) => mail.to);
    expect(links).toEqual(organization === hostile ? ["only@hostile.test"] : []);
  }
});
