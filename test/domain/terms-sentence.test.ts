import { describe, expect, it } from "vitest";
import { defaultTerms } from "@/lib/domain/sla/default-terms";
import { slaTemplates } from "@/lib/domain/sla/templates";
import { type Promised, termsSentence } from "@/lib/domain/terms-sentence";

const names = new Map([
  ["cmp_a", "Checkout"],
  ["cmp_b", "Search"],
]);
const member = (component: string) => ({ component, weight: "1" });
const members = [member("cmp_a")];

function sentence(terms: Partial<Promised["terms"]> = {}, rest: Partial<Promised> = {}): string {
  return termsSentence({
    service: "Shop",
    window: { type: "calendar_month" },
    timezone: "Europe/Berlin",
    fee: { currency: "EUR", amount_minor: 125_000 },
    counts: null,
    feeExcludes: [],
    suspended: [],
    claims: { required: false },
    names,
    terms: { ...defaultTerms, components: { rule: "any_down", members }, ...terms },
    ...rest,
  });
}

describe("the terms in one plain sentence", () => {
  it("says the default promise whole", () => {
    expect(sentence()).toBe(
      "Shop works at least 99.9 % of each calendar month (Europe/Berlin), measured to the second, where Checkout in a partial outage or in an outage counts as down; maintenance announced 48 hours ahead and time lost to force majeure or the customer's own doing are left out; below 99.9 % the credit is 10 % of the fee of EUR 1,250.00, below 99 % 25 %, below 95 % 100 %, at most 100 % of the fee.",
    );
  });

  it("says what the fee is without and when the contract rests", () => {
    const text = sentence(
      {},
      {
        feeExcludes: ["support", "one_time"],
        suspended: [
          { first_day: "2026-03-02", last_day: "2026-03-08" },
          { first_day: "2026-05-01", last_day: "" },
        ],
      },
    );
    expect(text).toContain("10 % of the fee of EUR 1,250.00 without one-time charges or support, below 99 %");
    expect(text).toContain(
      "; the contract rests from 2026-03-02 to 2026-03-08 and from 2026-05-01 to …, which is left out;",
    );
  });

  it("grows while it is typed: what cannot be read yet is an ellipsis, never a guess", () => {
    const target = { percent: "", meets: ">=" as const };
    const unreadable = sentence(
      { target, components: { rule: "any_down", members: [] } },
      { service: "", fee: { currency: "", amount_minor: "12,3" } },
    );
    expect(unreadable).toMatch(/^… works at least … % of each calendar month/);
    expect(unreadable).toContain("where … in a partial outage or in an outage counts as down");
    expect(unreadable).toContain("the fee of …");
  });

  it.each([
    ["any_down", "any of Checkout or Search"],
    ["all_down", "only all of Checkout and Search together"],
    ["weakest", "the worst of Checkout and Search"],
    ["weighted", "each of Checkout (weight 1) and Search (weight 1)"],
  ] as const)("names the rule %s as %s", (rule, words) => {
    expect(sentence({ components: { rule, members: [member("cmp_a"), member("cmp_b")] } })).toContain(words);
  });

  it("tells the methods apart", () => {
    const size = { interval_seconds: 300, empty_interval: "zero_error" as const };
    const steps = {
      method: "bucket_count",
      bucket_seconds: 60,
      bucket_rule: "full",
      min_consecutive: 5,
    } as const;
    expect(sentence({ measurement: steps })).toContain(
      "counted in steps of 1 minute, each of which is down only when all of it is, from 5 in a row on",
    );
    expect(
      sentence({ measurement: { method: "interval_error_rate", ...size } }, { counts: "reported" }),
    ).toContain(
      "measured as 100 % minus the mean error rate of every 5 minutes, from the request counts reported for Checkout",
    );
    const threshold = {
      threshold_percent: "5",
      threshold_op: ">",
      min_requests: 2_000,
      min_consecutive: 10,
    } as const;
    expect(
      sentence(
        { measurement: { method: "interval_downtime", ...size, ...threshold } },
        { counts: "outcomes" },
      ),
    ).toContain("each down when more than 5 % of 2000 or more requests fail, from 10 such steps in a row on");
    expect(sentence({ measurement: { method: "request_ratio", interval_seconds: 300 } })).toContain(
      "the share of all requests that succeed",
    );
  });

  it("tells the ways of paying apart", () => {
    const unit = { unit_seconds: 3_600, percent_per_unit: "5", unit_scope: "aggregate" } as const;
    expect(
      sentence({ credit: { mode: "per_unit", ...unit, unit_rounding: "ceil", allowance: "beyond_target" } }),
    ).toContain(
      "a breach credits 5 % of the fee of EUR 1,250.00 per begun hour of downtime beyond what the target allows",
    );
    expect(
      sentence({
        credit: { mode: "proportional", multiplier: "10", allowance: "none", denominator: "period" },
      }),
    ).toContain("a breach credits 10 times what the downtime is worth of the fee");
    expect(
      sentence({
        credit: { mode: "per_shortfall", step_percent: "0.1", percent_per_step: "1", step_rounding: "ceil" },
      }),
    ).toContain("1 % of the fee of EUR 1,250.00 for each begun 0.1 % below the target");
  });

  it("says hours, minimum, caps, claims and carry", () => {
    const said = sentence(
      {
        service_hours: {
          timezone: "Europe/Berlin",
          weekly: [{ days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00" }],
          holidays: ["2026-12-25"],
        },
        min_outage: { seconds: 300, op: ">", mode: "threshold", scope: "full_outage" },
        cap: { percent_of_fee: "50", absolute_minor: 100_000 },
        minimum: { minor: 100, op: ">" },
        carry_forward: true,
      },
      { claims: { required: true, deadline: { kind: "end_of_nth_following_period", n: 2 } } },
    );
    expect(said).toContain("during Mon–Fri 08:00–18:00 (Europe/Berlin) without 1 holiday");
    expect(said).toContain("with outages of up to 5 minutes forgiven");
    expect(said).toContain("at most 50 % of the fee and at most EUR 1,000.00, only above EUR 1.00");
    expect(said).toContain(
      "carried into the next period; it must be claimed by the end of the 2nd month after",
    );
  });

  it("has a sentence for every template", () => {
    for (const { terms, claims, window, counts } of slaTemplates) {
      const members = [member("cmp_a")];
      const said = sentence(
        { ...terms, components: { ...terms.components, members } },
        { claims, window, counts },
      );
      expect(said).not.toContain("…");
      expect(said).not.toMatch(/undefined|null|NaN/);
    }
  });
});
