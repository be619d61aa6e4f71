import { describe, expect, it } from "vitest";
import { incidentFactData } from "@/lib/domain/incident-data";
import { factSentence, type KeptFact, type Told, withTold } from "@/lib/domain/incident-fact";
import { minuteMs } from "@/lib/domain/time";

const start = Date.parse("2026-11-20T12:00:00.000Z");
const names = { component: (id: string) => id, time: () => "12:05 UTC" };

const published: KeptFact = {
  ...{ id: "fact_1", type: "published", at: start, recordedAt: start, actor: "user:usr_1" },
  data: { updateId: "upd_1", status: "investigating", notify: true },
};
const archived: KeptFact = { ...published, id: "fact_2", type: "archived", data: { title: "Old" } };
const told: Told = {
  ...{ noticeId: "ntc_1", template: "incident_opened", channel: "email", recipients: 42 },
  ...{ firstAt: start, lastAt: start + 5 * minuteMs },
};

describe("what was handed over", () => {
  it("stands among the facts at its first copy, after what was kept in the same millisecond", () => {
    const later = { ...archived, at: start + 1 };
    const timeline = withTold([published, later], [told]);
    expect(timeline.map(({ type }) => type)).toEqual(["published", "mails_sent", "archived"]);
    expect(timeline[1]).toMatchObject({ id: "ntc_1:email", at: start, actor: null });
  });

  it.each([
    [{}, "42 recipients were told that it began by e-mail, the last at 12:05 UTC"],
    [{ lastAt: start + 1, recipients: 1 }, "1 recipient was told that it began by e-mail"],
    [
      { lastAt: start, template: "postmortem", channel: "slack" } as const,
      "42 recipients were told of the postmortem by Slack",
    ],
  ])("is told in one sentence: %j", (more, sentence) => {
    const [fact] = withTold([], [{ ...told, ...more }]);
    expect(fact && factSentence(fact, names)).toBe(sentence);
  });

  it("is shown by REST with underscores and instants", () => {
    const [fact] = withTold([], [told]);
    expect(fact && incidentFactData(fact)).toEqual({
      ...{ id: "ntc_1:email", type: "mails_sent", actor: null },
      ...{ at: "2026-11-20T12:00:00.000Z", recorded_at: "2026-11-20T12:05:00.000Z" },
      data: {
        ...{ notice_id: "ntc_1", template: "incident_opened", channel: "email", recipients: 42 },
        last_at: "2026-11-20T12:05:00.000Z",
      },
    });
  });
});
