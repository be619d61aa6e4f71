import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { audienceMembers, countRecipients, distinctNews } from "@/db/queries/audience";
import { insertSubscribers, type SubscriberRow } from "@/db/queries/subscriber";
import { addressKey } from "@/lib/domain/address";
import {
  isFor,
  type SubscriberFilter,
  subscriberKinds,
  subscriberStates,
  type ToldSubject,
  wants,
} from "@/lib/domain/subscriber";
import { newId } from "@/lib/operations/record";
import { day, newScope } from "./ledger-rig";

const now = day(5);
const ids = ["cmp_a", "cmp_b", "cmp_c"];
const groupNames = ["API", "Web"];

function rowOf(filter: SubscriberFilter, address: string, more: Partial<SubscriberRow> = {}): SubscriberRow {
  return {
    ...filter,
    id: newId("subscriber", now),
    pageId: "pag_1",
    channel: "email",
    address,
    addressKey: addressKey(address),
    endpoint: null,
    signingSecret: null,
    state: "active",
    locale: "en",
    timezone: "UTC",
    consent: { basis: "api", note: null, at: now },
    rhythmSince: 0,
    linkGeneration: 1,
    confirmedAt: now,
    unsubscribedAt: null,
    quarantinedAt: null,
    quarantineReason: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
    ...more,
  };
}

const some = <T>(from: readonly T[]) => fc.subarray([...from], { minLength: 1 });
const filters: fc.Arbitrary<SubscriberFilter> = fc.record({
  components: fc.option(some(ids)),
  groups: fc.option(some(groupNames)),
  kinds: some(subscriberKinds),
  leastImpact: fc.integer({ min: 0, max: 3 }),
  rhythm: fc.constantFrom("each", "each", "each", "daily"),
  incidentId: fc.option(fc.constantFrom("inc_1", "inc_2"), { freq: 2 }),
});
const subjects: fc.Arbitrary<ToldSubject> = fc.record({
  kind: fc.constantFrom(...subscriberKinds),
  components: fc.subarray(ids),
  groups: fc.subarray(groupNames),
  impact: fc.option(fc.integer({ min: 0, max: 3 })),
  incidentId: fc.option(fc.constantFrom("inc_1", "inc_2")),
});

describe("a page's audience", () => {
  it("is in SQL exactly who `wants` to hear, and only the active", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(filters, fc.constantFrom(...subscriberStates)), { maxLength: 12 }),
        subjects,
        async (given, told) => {
          const rows = given.map(([filter, state], index) => rowOf(filter, `s${index}@x.test`, { state }));
          const members = await inTenant(newScope(), async (tx) => {
            await insertSubscribers(tx, rows);
            return await audienceMembers(tx, { pageId: "pag_1", told }, { after: "", limit: 100 });
          });
          const expected = rows.filter((row) => row.state === "active" && wants(row, told));
          expect(members.map(({ id }) => id).toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
        },
      ),
      { numRuns: 60 },
    );
  });

  it("of a digest is who it is news to, since it is gathered for them", async () => {
    const since = fc.constantFrom(0, now, now + 2);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(filters, since), { maxLength: 10 }),
        fc.array(subjects, { minLength: 1, maxLength: 3 }),
        async (given, subjectsTold) => {
          const rows = given.map(([filter, rhythmSince], index) =>
            rowOf({ ...filter, rhythm: "weekly" }, `s${index}@x.test`, { rhythmSince }),
          );
          const gathered = subjectsTold.map((told, index) => ({ told, at: now + index }));
          const newsTo = (row: SubscriberRow) =>
            gathered.map(({ told, at }) => (isFor(row, told) && row.rhythmSince <= at ? "1" : "0")).join("");
          const found = await inTenant(newScope(), async (tx) => {
            await insertSubscribers(tx, rows);
            const all = await distinctNews(tx, "pag_1", "weekly", gathered);
            const members = async (news: string) =>
              (
                await audienceMembers(
                  tx,
                  { pageId: "pag_1", rhythm: "weekly", gathered, news },
                  { after: "", limit: 100 },
                )
              ).map(({ id }) => [id, news]);
            const each = [];
            for (const news of all) each.push(...(await members(news)));
            return each;
          });
          expect(found.toSorted()).toEqual(rows.map((row) => [row.id, newsTo(row)]).toSorted());
        },
      ),
      { numRuns: 40 },
    );
  });

  it("R7.1 counts one recipient once, on however many pages it subscribed", async () => {
    const all: SubscriberFilter = {
      components: null,
      groups: null,
      kinds: [...subscriberKinds],
      leastImpact: 0,
      rhythm: "each",
      incidentId: null,
    };
    const told: ToldSubject = {
      kind: "incident",
      components: [],
      groups: [],
      impact: 2,
      incidentId: "inc_1",
    };
    const counted = await inTenant(newScope(), async (tx) => {
      await insertSubscribers(tx, [
        rowOf(all, "ana@BÜCHER.example"),
        rowOf(all, "ana@xn--bcher-kva.example", { pageId: "pag_2" }),
        rowOf(all, "ana+status@xn--bcher-kva.example", { pageId: "pag_2" }),
      ]);
      return await countRecipients(tx, [
        { pageId: "pag_1", told },
        { pageId: "pag_2", told },
      ]);
    });
    expect(counted).toEqual([{ channel: "email", count: 2 }]);
  });
});
