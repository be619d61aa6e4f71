import { describe, expect, it } from "vitest";
import { parseInput } from "@/lib/domain/complaint";
import { contractInput } from "@/lib/domain/contract";
import {
  type ContractDraft,
  contractBody,
  emptyDraft,
  previewBody,
  suspendedDays,
  withTemplate,
} from "@/lib/domain/contract-draft";
import { AppError } from "@/lib/domain/errors";
import { minorOf, moneyText, plainAmount } from "@/lib/domain/money-text";
import { periodText } from "@/lib/domain/period-text";
import { slaTemplates } from "@/lib/domain/sla/templates";

const members = [{ component: "cmp_1", weight: "1" }];

function draft(
  changes: Partial<ContractDraft> = {},
  commitment: Partial<ContractDraft["commitments"][number]> = {},
): ContractDraft {
  const empty = emptyDraft({ customerId: "cus_1", timezone: "Europe/Berlin", startsOn: "2026-03-01" });
  const [first] = empty.commitments;
  if (!first) throw new Error("a draft begins with one commitment");
  const terms = { ...first.terms, components: { rule: "any_down" as const, members } };
  const whole = { ...first, service: "Checkout", fees: { ...first.fees, amount_minor: 125_000 }, terms };
  return { ...empty, name: "Gold", commitments: [{ ...whole, ...commitment }], ...changes };
}

function complaints(given: ContractDraft): Record<string, string> {
  try {
    parseInput(contractInput, contractBody(given));
    return {};
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return Object.fromEntries(error.errors.map(({ path, message }) => [path, message]));
  }
}

describe("a draft becomes the body that REST takes", () => {
  it("its days are days of the contract's zone, the last one included", () => {
    const input = parseInput(contractInput, contractBody(draft({ last_day: "2026-03-31" })));
    expect(new Date(input.starts_at).toISOString()).toBe("2026-02-28T23:00:00.000Z");
    expect(new Date(input.ends_at ?? 0).toISOString()).toBe("2026-03-31T22:00:00.000Z");
  });

  it("a suspension is the days that were typed, the last one included, in the contract's zone", () => {
    const suspended = [{ first_day: "2026-03-28", last_day: "2026-03-29" }];
    const input = parseInput(contractInput, contractBody(draft({ suspended })));
    expect(input.suspended.map(({ from, to }) => [from, to].map((at) => new Date(at).toISOString()))).toEqual(
      [["2026-03-27T23:00:00.000Z", "2026-03-29T22:00:00.000Z"]],
    );
    expect(suspendedDays(input)).toEqual(suspended);
  });

  it("complains about a suspension at the day that is wrong", () => {
    const rest = (first_day: string, last_day: string) =>
      complaints(draft({ suspended: [{ first_day, last_day }], last_day: "2026-12-31" }));
    expect(Object.keys(rest("", "2026-04-01"))).toEqual(["suspended.0.from"]);
    expect(Object.keys(rest("2026-04-02", "2026-04-01"))).toEqual(["suspended.0.to"]);
    expect(Object.keys(rest("2026-01-02", "2026-01-03"))).toEqual(["suspended.0.to"]);
    expect(Object.keys(rest("2027-01-02", "2027-01-03"))).toEqual(["suspended.0.from"]);
  });

  it("refuses a fee that includes tax and is without it", () => {
    const [first] = draft().commitments;
    const fees = { currency: "EUR", amount_minor: 1, tax_percent: "19", amount_includes_tax: true };
    const taxed = draft({}, { ...first, fees, fee_excludes: ["tax"] });
    expect(complaints(taxed)).toEqual({
      "commitments.0.fee_excludes": "cannot name tax while the amount includes it",
    });
    expect(complaints(draft({}, { ...first, fee_excludes: ["one_time", "support"] }))).toEqual({});
  });

  it("begins with terms that only lack a customer, a name, a service, components and a fee", () => {
    const empty = emptyDraft({ customerId: "", timezone: "UTC", startsOn: "2026-03-01" });
    expect(Object.keys(complaints(empty)).sort()).toEqual([
      "commitments.0.fees.amount_minor",
      "commitments.0.service",
      "commitments.0.terms.components.members",
      "customer_id",
      "name",
    ]);
    expect(complaints(draft())).toEqual({});
  });

  const fees = draft().commitments[0]?.fees ?? {
    currency: "EUR",
    amount_minor: 0,
    tax_percent: "",
    amount_includes_tax: false,
  };
  const terms = draft().commitments[0]?.terms;
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    ...{ id: `t${index}`, upper: `9${index % 10}`, upper_inclusive: false, credit_percent: "1" },
  }));
  if (!terms) throw new Error("a draft begins with terms");
  it.each<[string, ContractDraft, string]>([
    [
      "a negative fee",
      draft({}, { fees: { ...fees, amount_minor: -500 } }),
      "commitments.0.fees.amount_minor",
    ],
    [
      "an amount that is none",
      draft({}, { fees: { ...fees, amount_minor: "12,3,4" } }),
      "commitments.0.fees.amount_minor",
    ],
    ["an unknown currency", draft({}, { fees: { ...fees, currency: "XXQ" } }), "commitments.0.fees.currency"],
    ["an unknown zone", draft({ timezone: "Mars/Olympus" }), "timezone"],
    ["a last day before the first", draft({ last_day: "2026-02-01" }), "ends_at"],
    ["a day that is none", draft({ starts_on: "2026-02-30" }), "starts_at"],
    [
      "10,000 tiers",
      draft({}, { terms: { ...terms, credit: { mode: "tiered", tiers: many } } }),
      "commitments.0.terms.credit.tiers",
    ],
    [
      "overlapping tiers",
      draft(
        {},
        {
          terms: {
            ...terms,
            credit: { mode: "tiered", tiers: [many[0], many[10]].flatMap((tier) => tier ?? []) },
          },
        },
      ),
      "commitments.0.terms.credit.tiers.1.upper",
    ],
    [
      "a target of 100 with an error budget",
      draft(
        {},
        {
          terms: {
            ...terms,
            target: { percent: "100", meets: ">=" },
            credit: {
              mode: "proportional",
              multiplier: "1",
              allowance: "beyond_target",
              denominator: "period",
            },
          },
        },
      ),
      "commitments.0.terms.credit.allowance",
    ],
  ])("the form refuses %s in words at its field", (_, given, path) => {
    expect(complaints(given)[path]).toMatch(/^(must|is) /);
  });

  it("a preview asks for nothing that it does not need, and empty lines are no holidays", () => {
    const hours = { timezone: "UTC", weekly: [], holidays: ["2026-12-25", "", " "] };
    const given = draft(
      { name: "", customer_id: "" },
      { service: "", terms: { ...terms, service_hours: hours } },
    );
    const input = parseInput(contractInput, previewBody(given));
    expect(input.commitments[0]?.terms.service_hours?.holidays).toEqual(["2026-12-25"]);
  });

  it("a template fills the terms and keeps components and fee", () => {
    const [commitment] = draft().commitments;
    const template = slaTemplates.find(({ id }) => id === "aws-s3-standard");
    if (!commitment || !template) throw new Error("both are there");
    const filled = withTemplate(commitment, template);
    expect(filled).toMatchObject({
      counts: "reported",
      service: "Checkout",
      fees: { amount_minor: 125_000, currency: "USD" },
    });
    expect(filled.terms.components.members).toEqual(members);
    expect(complaints(draft({ commitments: [filled] }))).toEqual({});
  });
});

describe("amounts as people type them", () => {
  it.each<[string, string, number | null]>([
    ["1,250.50", "EUR", 125_050],
    ["1250.5", "EUR", 125_050],
    ["-5", "EUR", -500],
    ["1250", "JPY", 1_250],
    ["1.5", "JPY", null],
    ["0.125", "KWD", 125],
    ["12,50", "EUR", null],
    ["1e3", "EUR", null],
    ["", "EUR", null],
  ])("%s %s", (text, currency, minor) => {
    expect(minorOf(text, currency)).toBe(minor);
  });

  it("come back with exactly the currency's decimals", () => {
    expect(moneyText(123_456_789, "EUR")).toBe("EUR 1,234,567.89");
    expect(moneyText(-5, "KWD")).toBe("KWD −0.005");
    expect(plainAmount(1_250, "JPY")).toBe("1250");
  });
});

describe("periods in words", () => {
  const period = (from: string, to: string, zone = "UTC") =>
    periodText({ from: Date.parse(from), to: Date.parse(to) }, zone);

  it("are a month where they are one, else their first and last day", () => {
    expect(period("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")).toBe("Oct 2026");
    expect(period("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z", "Europe/Berlin")).toBe("Oct 2026");
    expect(period("2026-10-16T00:00:00Z", "2026-11-16T00:00:00Z")).toBe("16 Oct – 15 Nov 2026");
    expect(period("2026-11-01T00:00:00Z", "2027-02-01T00:00:00Z")).toBe("1 Nov 2026 – 31 Jan 2027");
    expect(period("2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z")).toBe("1 Oct 2026");
  });
});
