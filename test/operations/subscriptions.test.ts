import { describe, expect, it } from "vitest";
import { pageScope } from "@/lib/auth/scope";
import { preferencesInput, subscribeInput, subscriberInput, subscriberKinds } from "@/lib/domain/subscriber";
import { dayMs, hourMs, minuteMs } from "@/lib/domain/time";
import { updatePage } from "@/lib/operations/pages";
import {
  confirmSubscription,
  readPreferences,
  savePreferences,
  unsubscribe,
} from "@/lib/operations/preferences";
import { createSubscriber } from "@/lib/operations/subscribers";
import { subscribe } from "@/lib/operations/subscriptions";
import { day, newComponent, newScope } from "./ledger-rig";
import { askFor, client, copies, findAt, holderOf, newPage, subscribed } from "./subscriber-rig";

const now = day(5);
const wish = (more: object = {}) =>
  preferencesInput.parse({
    ...{ components: [], groups: [], kinds: [...subscriberKinds], least_impact: "none", rhythm: "each" },
    ...{ locale: "en", timezone: "UTC" },
    ...more,
  });

describe("subscribing", () => {
  it("asks the mailbox and sends nothing else before it says yes", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    await askFor(scope, page, "ana@example.com", now);
    const row = await findAt(scope, page, "ana@example.com");
    expect(row).toMatchObject({ state: "pending", confirmedAt: null });
    expect(await copies(scope, now)).toMatchObject([{ address: "ana@example.com", template: "opt_in" }]);
    if (!row) throw new Error("not asked");
    const { subscriber } = await confirmSubscription(holderOf(scope, row), now + minuteMs);
    expect(subscriber).toMatchObject({
      state: "active",
      confirmedAt: now + minuteMs,
      consent: { basis: "double_opt_in", at: now + minuteMs },
    });
  });

  it("R7.1 knows an address however its domain is written, and keeps plus-addresses and case apart", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    await askFor(scope, page, "ana@BÜCHER.example", now);
    await askFor(scope, page, "ana@xn--bcher-kva.example", now);
    await askFor(scope, page, "ana+ops@bücher.example", now);
    await askFor(scope, page, "Ana@bücher.example", now);
    const found = await Promise.all(
      ["ana@bücher.example", "ana+ops@bücher.example", "Ana@bücher.example"].map((each) =>
        findAt(scope, page, each),
      ),
    );
    expect(new Set(found.map((row) => row?.id)).size).toBe(3);
  });

  it("writes to nobody more than three times at once for one page, and says nothing of it", async () => {
    const scope = newScope();
    const [page, other] = [await newPage(scope, now), await newPage(scope, now)];
    for (let count = 0; count < 5; count += 1) await askFor(scope, page, "bombed@example.com", now);
    expect(await copies(scope, now)).toHaveLength(3);
    await askFor(scope, other, "bombed@example.com", now);
    expect(await copies(scope, now)).toHaveLength(4);
    await askFor(scope, page, "bombed@example.com", now + 9 * hourMs);
    expect(await copies(scope, now + 9 * hourMs)).toHaveLength(5);
  });

  it("writes to nobody more than ten times at once, whatever page and tenant asks", async () => {
    const rigs = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const scope = newScope();
        return { scope, page: await newPage(scope, now) };
      }),
    );
    for (const { scope, page } of rigs) await askFor(scope, page, "everywhere@example.com", now);
    const sent = await Promise.all(rigs.map(({ scope }) => copies(scope, now)));
    expect(sent.flat()).toHaveLength(10);
  });

  it("writes to no mailbox more than ten times at once, however its address is varied", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    for (let count = 0; count < 14; count += 1)
      await askFor(scope, page, `${count % 2 ? "Varied" : "varied"}+${count}@example.com`, now);
    expect(await copies(scope, now)).toHaveLength(10);
  });

  it("stops one network that subscribes the whole world", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    const from = client();
    const ask = (index: number) =>
      subscribe(
        pageScope(scope.organizationId, page.id),
        subscribeInput.parse({ address: `victim${index}@example.com` }),
        from,
        now,
      );
    for (let index = 0; index < 20; index += 1) await ask(index);
    await expect(ask(20)).rejects.toMatchObject({ code: "limit" });
  });

  it("changes nothing of an active subscriber for whoever types its address", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    const holder = await subscribed(scope, page, "bo@example.com", now);
    await askFor(scope, page, "bo@example.com", now + hourMs, { kinds: ["postmortem"] });
    const { subscriber } = await readPreferences(holder, now + hourMs);
    expect(subscriber).toMatchObject({ state: "active", kinds: [...subscriberKinds] });
  });

  it("refuses parts that the page does not show, by their place", async () => {
    const scope = newScope();
    const [shown, hidden] = [await newComponent(scope), await newComponent(scope)];
    const page = await newPage(scope, now, { components: [shown] });
    await expect(
      askFor(scope, page, "c@example.com", now, { components: [shown, hidden] }),
    ).rejects.toMatchObject({
      code: "invalid",
      errors: [{ path: "components.1" }],
    });
  });

  it("forgets who did not confirm in seven days", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    await askFor(scope, page, "late@example.com", now);
    const row = await findAt(scope, page, "late@example.com");
    if (!row) throw new Error("not asked");
    const holder = holderOf(scope, row);
    expect((await readPreferences(holder, now + 7 * dayMs)).isExpired).toBe(true);
    await expect(confirmSubscription(holder, now + 7 * dayMs)).rejects.toMatchObject({ code: "conflict" });
    await askFor(scope, page, "other@example.com", now + 8 * dayMs);
    await expect(readPreferences(holder, now + 8 * dayMs)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a subscriber's own link", () => {
  it("ends the subscription once and for all times it is used, and takes it up again", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    const holder = await subscribed(scope, page, "dora@example.com", now);
    const first = await unsubscribe(holder, now + hourMs);
    const second = await unsubscribe(holder, now + 2 * hourMs);
    expect(second.subscriber).toEqual(first.subscriber);
    expect(second.subscriber).toMatchObject({ state: "unsubscribed", unsubscribedAt: now + hourMs });
    const again = await confirmSubscription(holder, now + 30 * dayMs);
    expect(again.subscriber).toMatchObject({ state: "active", unsubscribedAt: null });
  });

  it("has left a page for good: nobody who asks its address, nor who waits a week, can have it vouched for", async () => {
    const scope = newScope();
    const page = await newPage(scope, now);
    const address = "gone@example.com";
    const holder = await subscribed(scope, page, address, now);
    await unsubscribe(holder, now + hourMs);
    const consent = { basis: "contract", note: "signed" };
    const vouch = () => createSubscriber(scope, page.id, subscriberInput.parse({ address, consent }), now);
    await askFor(scope, page, address, now + 2 * hourMs);
    await expect(vouch()).rejects.toMatchObject({
      code: "conflict",
      message: "This address unsubscribed; only its owner can subscribe it again.",
    });
    await askFor(scope, page, "somebody@example.com", now + 8 * dayMs);
    await expect(vouch()).rejects.toMatchObject({
      code: "conflict",
      message: "This address unsubscribed; only its owner can subscribe it again.",
    });
    const left = await readPreferences(holder, now + 8 * dayMs);
    expect(left.subscriber).toMatchObject({ state: "unsubscribed", unsubscribedAt: now + hourMs });
    const again = await confirmSubscription(holder, now + 9 * dayMs);
    expect(again.subscriber).toMatchObject({ state: "active", unsubscribedAt: null });
  });

  it("leads nowhere in another organization, nor with an older generation", async () => {
    const [scope, other] = [newScope(), newScope()];
    const page = await newPage(scope, now);
    const holder = await subscribed(scope, page, "eve@example.com", now);
    for (const forged of [
      { ...holder, organizationId: other.organizationId },
      { ...holder, generation: 2 },
    ])
      await expect(readPreferences(forged, now)).rejects.toMatchObject({ code: "not_found" });
  });

  it("chooses parts; one that leaves the page takes its silence along and never turns into everything", async () => {
    const scope = newScope();
    const [api, web] = [await newComponent(scope), await newComponent(scope)];
    const page = await newPage(scope, now, { components: [api, web] });
    const holder = await subscribed(scope, page, "finn@example.com", now);
    const saved = await savePreferences(holder, wish({ components: [api] }), now);
    expect(saved.subscriber.components).toEqual([api]);
    await updatePage(scope, { id: page.id, patch: { components: [] } as never }, now);
    const left = await readPreferences(holder, now);
    expect(left.subscriber.components).toEqual([api]);
    expect(left.parts).toEqual([]);
  });
});
