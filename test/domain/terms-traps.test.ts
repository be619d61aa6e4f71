import { describe, expect, it } from "vitest";
import { termsComplaints } from "@/lib/domain/contract-complaint";
import { defaultTerms, tiers } from "@/lib/domain/sla/default-terms";
import { slaTemplates } from "@/lib/domain/sla/templates";
import { type Terms, termsSchema } from "@/lib/domain/sla/terms";
import { termsWarnings } from "@/lib/domain/terms-traps";

const paths = (changes: Partial<Terms>) =>
  termsWarnings({ ...defaultTerms, ...changes }).map(({ path }) => path);
const tiered = (table: ReturnType<typeof tiers>): Terms["credit"] => ({ mode: "tiered", tiers: table });

describe("terms that are rarely meant are warned about, by field", () => {
  it("the default terms have no trap", () => {
    expect(paths({})).toEqual([]);
  });

  it.each<[string, Partial<Terms>, string]>([
    ["a mildest tier that is not the target", { target: { percent: "99.95", meets: ">=" } }, "credit.tiers"],
    [
      "rounding coarser than the target",
      { comparison: { decimals: 0, rounding: "half_up" } },
      "comparison.decimals",
    ],
    [
      "unannounced maintenance that bills a green window",
      { maintenance: { ...defaultTerms.maintenance, unqualified_state: "major_outage" } },
      "maintenance.unqualified_state",
    ],
    [
      "maintenance without notice",
      { maintenance: { ...defaultTerms.maintenance, notice_seconds: 0 } },
      "maintenance.notice_seconds",
    ],
    [
      "a target of 100 that one second breaches",
      { target: { percent: "100", meets: ">=" }, credit: tiered(tiers(["100", "10"])) },
      "target.percent",
    ],
    [
      "nothing that counts as down",
      { state_factors: { ...defaultTerms.state_factors, partial_outage: "0", major_outage: "0" } },
      "state_factors",
    ],
    ["silence that is billed", { unknown: { policy: "down", max_percent: "5" } }, "unknown.policy"],
    ["any amount of silence", { unknown: { policy: "up", max_percent: null } }, "unknown.max_percent"],
    [
      "a cap below the hardest tier",
      { cap: { percent_of_fee: "50", absolute_minor: null } },
      "cap.percent_of_fee",
    ],
    [
      "hours that are none",
      { service_hours: { timezone: "UTC", weekly: [], holidays: [] } },
      "service_hours.weekly",
    ],
  ])("%s", (_, changes, path) => {
    expect(paths(changes)).toContain(path);
  });

  it("the bound that a published table left undefined, such as exactly 99.0, is told", () => {
    const [top, next] = tiers(["99.9", "10"], ["99.0", "25"]);
    if (!top || !next) throw new Error("two tiers");
    const credit = tiered([{ ...top, upper_inclusive: true }, next]);
    const said = termsWarnings({ ...defaultTerms, credit }).map(({ message }) => message);
    expect(said).toContainEqual(expect.stringContaining("exactly 99.0 goes to the milder tier"));
    expect(said).toContainEqual("exactly 99.9 is met and credited");
  });
});

describe("terms that contradict themselves are refused, by field", () => {
  const complaints = (changes: Partial<Terms>) => termsComplaints({ ...defaultTerms, ...changes });

  it("percents that fall while the outage grows", () => {
    expect(complaints({ credit: tiered(tiers(["99.9", "25"], ["99", "10"])) })).toEqual([
      { path: "credit.tiers.1.credit_percent", message: expect.stringContaining("must not be less") },
    ]);
  });
});

describe("a mildest tier that does not begin where the target ends is refused", () => {
  const refused = (credit: Terms["credit"], target: Terms["target"] = defaultTerms.target) =>
    termsComplaints({ ...defaultTerms, credit, target }).map(({ path, message }) => `${path}: ${message}`);

  it("by what lies between", () => {
    expect(refused(tiered(tiers(["99.5", "10"])))).toEqual([
      expect.stringContaining("credit.tiers: the mildest tier ends at 99.5, the target is 99.9"),
    ]);
    expect(refused(tiered(tiers(["99.99", "10"])))).toHaveLength(1);
    expect(refused(tiered(tiers(["99.90", "10"])))).toEqual([]);
  });

  it("and by the side its bound falls to", () => {
    const inclusive = tiers(["99.9", "10"]).map((tier) => ({ ...tier, upper_inclusive: true }));
    expect(refused(tiered(inclusive))).toEqual(["credit.tiers: exactly 99.9 is met and credited"]);
    expect(refused(tiered(inclusive), { percent: "99.9", meets: ">" })).toEqual([]);
  });
});

describe("templates", () => {
  it("are complete terms but for their members, without a refusal, each with its source", () => {
    for (const template of slaTemplates) {
      const members = [{ component: "cmp_a", weight: "1" }];
      const terms = { ...template.terms, components: { ...template.terms.components, members } };
      expect(termsSchema.parse(terms)).toEqual(terms);
      expect(termsComplaints(terms)).toEqual([]);
      expect(template.source).toMatch(/^https:\/\/\S+\.com\//);
      expect(template.version).toMatch(/^20\d\d(-\d\d(-\d\d)?)?$/);
      const counting = "interval_seconds" in terms.measurement;
      expect(template.counts !== null).toBe(counting);
    }
    expect(new Set(slaTemplates.map(({ id }) => id)).size).toBe(slaTemplates.length);
  });
});
