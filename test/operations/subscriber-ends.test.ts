import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { inEngine } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import { incidentInput } from "@/lib/domain/incident";
import type { TenantScope } from "@/lib/domain/scope";
import { subscriberInput } from "@/lib/domain/subscriber";
import { dayMs, hourMs } from "@/lib/domain/time";
import { hookPost } from "@/lib/mail/hook";
import { undoMs } from "@/lib/operations/announcements";
import { createIncident } from "@/lib/operations/incidents";
import { confirmSubscription, unsubscribe } from "@/lib/operations/preferences";
import { importSubscribers } from "@/lib/operations/subscriber-files";
import { createSubscriber } from "@/lib/operations/subscribers";
import { open } from "@/lib/secret";
import { day, newComponent, newScope } from "./ledger-rig";
import { askFor, copies, findAt, holderOf, newPage, subscribed } from "./subscriber-rig";

const now = day(5);
const consent = { basis: "api", note: "agreed in ticket 1" };
const address = "ended@example.com";

describe("whoever unsubscribed", () => {
  it("is not subscribed again by being asked, by consent that somebody else vouches for, nor by a file", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    const holder = await subscribed(scope, page, address, now);
    await unsubscribe(holder, now + hourMs);
    await askFor(scope, page, address, now + 2 * hourMs);
    const add = (at: number) =>
      createSubscriber(scope, page.id, subscriberInput.parse({ email: address, consent }), at);
    await expect(add(now + 3 * hourMs)).rejects.toMatchObject({ code: "conflict" });
    await askFor(scope, page, "somebody-else@example.com", now + 9 * dayMs);
    expect(await findAt(scope, page, address)).toMatchObject({
      state: "unsubscribed",
      unsubscribedAt: now + hourMs,
    });
    const file = { csv: `email\n${address}`, consent: { basis: "import" as const, note: "an old list" } };
    expect(await importSubscribers(scope, page.id, file, now + 9 * dayMs)).toMatchObject({ known: 1 });
    await expect(add(now + 9 * dayMs)).rejects.toMatchObject({ code: "conflict" });
    await confirmSubscription(holder, now + 10 * dayMs);
    expect(await findAt(scope, page, address)).toMatchObject({ state: "active", unsubscribedAt: null });
  });
});

type Kept = { id: string; signingSecret: string };

async function webhookCopies(scope: TenantScope): Promise<Kept[]> {
  return await inEngine(
    engineScope(),
    (tx) => tx.sql<Kept[]>`
      select id, signing_secret from deliveries
      where organization_id = ${scope.organizationId} and channel = 'webhook' and template = 'incident_opened'`,
  );
}

/** What its receiver would get, checked with the secret it was shown. */
function verified({ id, signingSecret }: Kept, secret: string): unknown {
  const note = { title: "", text: "", url: null, tone: "bad", event: { type: "x", data: {} } } as const;
  const call = hookPost(
    { id, channel: "webhook", url: "https://a.example/", secret: open(signingSecret), note, at: 0 },
    Date.now(),
  );
  return new Webhook(secret).verify(call?.body ?? "", call?.headers ?? {});
}

describe("a webhook that subscribed", () => {
  it("is told with a signature that the secret it was shown proves, whatever the secret is", async () => {
    const scope = newScope();
    const component = await newComponent(scope);
    const page = await newPage(scope, now, { components: [component] });
    const add = (host: number) =>
      createSubscriber(
        scope,
        page.id,
        subscriberInput.parse({ channel: "webhook", address: `https://h${host}.example.com/in`, consent }),
        now,
      );
    const made = await Promise.all(Array.from({ length: 12 }, (_, host) => add(host)));
    const input = incidentInput.parse({
      ...{ title: "Slow", body: "We look.", components: [{ id: component, state: "major_outage" }] },
    });
    await createIncident(scope, input, now);
    await copies(scope, now + undoMs);
    const kept = await webhookCopies(scope);
    expect(kept).toHaveLength(made.length);
    const secrets = new Map(made.map(({ secret }) => [secret, true]));
    for (const copy of kept) {
      const secret = open(copy.signingSecret);
      expect(secrets.has(secret)).toBe(true);
      expect(verified(copy, secret)).toMatchObject({ type: "x" });
    }
  });

  it("is shown a new secret once, by the yes of whoever reads it, and mailboxes none", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    const url = "https://hooks.example.com/in";
    const wish = subscriberInput.parse({ channel: "webhook", address: url });
    const { subscriber, secret } = await createSubscriber(scope, page.id, wish, now);
    expect(secret).toBeNull();
    const holder = { organizationId: scope.organizationId, id: subscriber.id, generation: 1 };
    const first = await confirmSubscription(holder, now + hourMs);
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await confirmSubscription(holder, now + 2 * hourMs)).secret).toBeNull();
    await askFor(scope, page, "mail@example.com", now);
    const row = await findAt(scope, page, "mail@example.com");
    if (!row) throw new Error("not asked");
    expect((await confirmSubscription(holderOf(scope, row), now)).secret).toBeNull();
  });
});
