import { expect, it } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { pageCreateInput } from "@/lib/domain/page";
import { subscriberInput } from "@/lib/domain/subscriber";
import { createInvitation } from "@/lib/operations/invitations";
import { createPage } from "@/lib/operations/pages";
import { createSubscriber } from "@/lib/operations/subscribers";
import { noon, tenant } from "../auth/people";

/** How many of a dozen tries went out, and what the last said. */
async function tries(work: () => Promise<unknown>): Promise<{ sent: number; code: string | null }> {
  let [sent, code] = [0, null as string | null];
  for (let count = 0; count < 12; count += 1)
    await work().then(
      () => {
        sent += 1;
      },
      (error) => {
        code = error instanceof AppError ? error.code : String(error);
      },
    );
  return { sent, code };
}

it("an organization cannot fill a stranger's mailbox with invitations", async () => {
  const { owner } = await tenant("inviter");
  const input = { email: "victim@bomb.test", role: "viewer" as const };
  expect(await tries(() => createInvitation(owner, input, noon))).toEqual({ sent: 5, code: "limit" });
});

it("nor by asking it to confirm a subscription, on however many pages", async () => {
  const { owner } = await tenant("asker");
  const pages = await Promise.all(
    ["ask-one", "ask-two", "ask-three", "ask-four", "ask-five"].map((slug) =>
      createPage(owner, pageCreateInput.parse({ slug, name: "Acme" }), noon),
    ),
  );
  const input = subscriberInput.parse({ address: "victim@bomb.test" });
  let count = 0;
  const ask = () => createSubscriber(owner, pages[count++ % 5]?.id ?? "", input, noon);
  expect(await tries(ask)).toEqual({ sent: 10, code: "limit" });
});
