import { describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { incidentInput } from "@/lib/domain/incident";
import type { TenantScope } from "@/lib/domain/scope";
import { preferencesInput } from "@/lib/domain/subscriber";
import { dayMs, hourMs, type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import type { Digest, ToldIncident } from "@/lib/domain/told";
import { expandDue } from "@/lib/jobs/expansions";
import { undoMs } from "@/lib/operations/announcements";
import { sendDigests } from "@/lib/operations/digests";
import { createIncident } from "@/lib/operations/incidents";
import { savePreferences } from "@/lib/operations/preferences";
import { day, newComponent, newScope } from "./ledger-rig";
import { copies, newPage, subscribed } from "./subscriber-rig";

/** Ten in the morning of a Saturday, two hours after the digest of the day. */
const now = day(5) + 10 * hourMs;
const nextMorning = day(6) + 8 * hourMs;

const wishes = (rhythm: string) =>
  preferencesInput.parse({
    ...{ components: [], groups: [], kinds: ["incident", "maintenance", "postmortem"], least_impact: "none" },
    ...{ rhythm, locale: "en", timezone: "UTC" },
  });

let made = 0;

async function started(rhythm: string) {
  made += 1;
  const scope = newScope();
  const id = await newComponent(scope);
  const page = await newPage(scope, now);
  const holder = await subscribed(scope, page, `ana${made}@rhythm.example`, now, { rhythm });
  const happens = (title: string, at: Ms) =>
    createIncident(
      scope,
      incidentInput.parse({ title, body: "Words.", components: [{ id, state: "major_outage" }] }),
      at,
    );
  return {
    scope,
    page,
    happens,
    choose: (wish: string, at: Ms) => savePreferences(holder, wishes(wish), at),
  };
}

/** Every thing she was told by the end of next week, once per telling, however it came. */
async function heard(scope: TenantScope): Promise<string[]> {
  for (let at = nextMorning; at < nextMorning + 9 * dayMs; at += dayMs) {
    await sendDigests(scope, at);
    await copies(scope, at);
  }
  const rows = await inTenant(
    scope,
    (tx) => tx.sql<{ template: string; slots: Digest & ToldIncident }[]>`
      select d.template, n.slots from deliveries d
      join notices n on n.organization_id = d.organization_id and n.id = d.notice_id
      where d.organization_id = ${tx.organizationId} and d.template <> 'opt_in' and d.status = 'queued'
      order by d.created_at, d.id`,
  );
  return rows.flatMap(({ template, slots }) =>
    template === "digest"
      ? slots.incidents.map(({ title }) => `digest: ${title}`)
      : [`at once: ${slots.incident.title}`],
  );
}

describe("a rhythm that is changed loses nothing and tells nothing twice (R7.1)", () => {
  it("while a message is held back, it is the new rhythm's", async () => {
    const { scope, happens, choose } = await started("each");
    await happens("Held", now + hourMs);
    await choose("daily", now + hourMs + undoMs / 2);
    expect(await heard(scope)).toEqual(["digest: Held"]);
    const other = await started("daily");
    await other.happens("Held", now + hourMs);
    await other.choose("each", now + hourMs + undoMs / 2);
    expect(await heard(other.scope)).toEqual(["at once: Held"]);
  });

  it("while an audience is being looked up, it is still the old one's", async () => {
    const { scope, page, happens, choose } = await started("each");
    for (let count = 0; count < 3; count += 1)
      await subscribed(scope, page, `other${count}@rhythm.example`, now, { kinds: ["postmortem"] });
    await happens("Looked up", now + hourMs);
    await choose("daily", now + hourMs + undoMs + secondMs);
    await happens("Later", now + 2 * hourMs);
    expect(await heard(scope)).toEqual(["at once: Looked up", "digest: Later"]);
  });

  it("also when her copy was made before, or her digest waits for its audience", async () => {
    const first = await started("each");
    await first.happens("Made", now + hourMs);
    while ((await expandDue(1, now + hourMs + undoMs)) > 0);
    await first.choose("daily", now + hourMs + minuteMs);
    expect(await heard(first.scope)).toEqual(["at once: Made"]);
    const { scope, happens, choose } = await started("daily");
    await happens("Gathered", now + hourMs);
    await sendDigests(scope, nextMorning);
    await choose("each", nextMorning + secondMs);
    expect(await heard(scope)).toEqual(["digest: Gathered"]);
  });

  it.each(["each", "weekly"])(
    "what waits for the next digest comes at once when %s is chosen",
    async (wish) => {
      const { scope, page, happens, choose } = await started("daily");
      await subscribed(scope, page, `other-${wish}@rhythm.example`, now, {
        rhythm: "daily",
        kinds: ["postmortem"],
      });
      await happens("Waits", now + hourMs);
      await choose(wish, now + 2 * hourMs);
      await happens("Later", now + 3 * hourMs);
      const how = wish === "each" ? "at once" : "digest";
      expect(await heard(scope)).toEqual(["digest: Waits", `${how}: Later`]);
    },
  );

  it("from weekly to daily, what waited for Monday comes at once", async () => {
    const { scope, happens, choose } = await started("weekly");
    await happens("Saturday", now + hourMs);
    await choose("daily", now + dayMs);
    await happens("Sunday", now + dayMs + hourMs);
    await choose("weekly", now + dayMs + 2 * hourMs);
    expect(await heard(scope)).toEqual(["digest: Saturday", "digest: Sunday"]);
  });
});
