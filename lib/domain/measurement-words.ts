import type { Terms } from "./sla/terms";
import type { Promised } from "./terms-sentence";
import { blank, counted, type Loose, listed, numberWords, percentWords, secondsWords } from "./terms-words";

/** How the promise is measured: over which components, in what, and what counts as down. */
export function measurementClauses(promised: Promised): string[] {
  const { terms } = promised;
  if ("interval_seconds" in terms.measurement) return [countWords(promised), ...countedBy(promised)];
  return [
    ...timeWords(terms),
    `where ${downWords(promised)}`,
    ...minimumWords(terms.min_outage, terms.measurement.method),
    ...unknownWords(terms.unknown),
  ];
}

function timeWords({ measurement }: Loose<Terms>): string[] {
  if (measurement.method !== "bucket_count") return ["measured to the second"];
  const size = secondsWords(measurement.bucket_seconds);
  const rule = {
    any: "is down when any second of it is",
    majority: "is down when most of it is",
    full: "is down only when all of it is",
  }[measurement.bucket_rule];
  const run =
    measurement.min_consecutive === 1 ? "" : `, from ${numberWords(measurement.min_consecutive)} in a row on`;
  return [`counted in steps of ${size}, each of which ${rule}${run}`];
}

const outageWords = {
  degraded_performance: "degraded",
  partial_outage: "in a partial outage",
  major_outage: "in an outage",
} as const;

/** "Checkout in an outage counts as down": every state with a share of its own is named with it. */
function downWords(promised: Promised): string {
  const { state_factors: factors } = promised.terms;
  const states = (["degraded_performance", "partial_outage", "major_outage"] as const).filter((state) =>
    /[1-9]/.test(factors[state]),
  );
  const whole = states.filter((state) => isOne(factors[state])).map((state) => outageWords[state]);
  const parts = states
    .filter((state) => !isOne(factors[state]))
    .map((state) => `${outageWords[state]} counts as ${factors[state]} of a second`);
  const down = whole.length > 0 ? `${listed(whole, "or")} counts as down` : "";
  const counts = listed([down, ...parts].filter(Boolean));
  return `${membersWords(promised)} ${states.length === 0 ? "never counts as down" : counts}`;
}

function isOne(share: string): boolean {
  return /^0*1(\.0*)?$/.test(share);
}

/** "any of Website, Search and Checkout" */
function membersWords({ terms: { components }, names }: Promised): string {
  const { rule, members } = components;
  const named = members.map(({ component }) => names.get(component) ?? blank);
  if (members.length <= 1) return named[0] ?? blank;
  switch (rule) {
    case "any_down":
      return `any of ${listed(named, "or")}`;
    case "all_down":
      return `only all of ${listed(named)} together`;
    case "weakest":
      return `the worst of ${listed(named)}`;
    case "weighted":
      return `each of ${listed(members.map(({ weight }, index) => `${named[index]} (weight ${weight || blank})`))}`;
  }
}

function minimumWords(minimum: Loose<Terms["min_outage"]>, method: string): string[] {
  if (minimum === null || method !== "time") return [];
  const length = secondsWords(minimum.seconds);
  if (minimum.mode === "deductible") return [`with the first ${length} of each outage free`];
  return [
    minimum.op === ">"
      ? `with outages of up to ${length} forgiven`
      : `with outages shorter than ${length} forgiven`,
  ];
}

function unknownWords({ policy }: Loose<Terms["unknown"]>): string[] {
  if (policy === "up") return [];
  return [`and time without data ${policy === "down" ? "counts as down" : "is left out"}`];
}

function countWords({ terms: { measurement } }: Promised): string {
  if (!("interval_seconds" in measurement)) return "";
  const size = secondsWords(measurement.interval_seconds);
  if (measurement.method === "request_ratio") return "measured as the share of all requests that succeed";
  if (measurement.method === "interval_error_rate")
    return `measured as 100 % minus the mean error rate of every ${size}${emptyWords(measurement.empty_interval)}`;
  const { threshold_op, threshold_percent, min_requests, min_consecutive } = measurement;
  const bound = threshold_op === ">" ? "more than" : "at least";
  const sample = min_requests === 0 ? "requests" : `${numberWords(min_requests)} or more requests`;
  const run = min_consecutive === 1 ? "" : `, from ${counted(min_consecutive, "such step")} in a row on`;
  const rule = `down when ${bound} ${percentWords(threshold_percent)} of ${sample} fail`;
  return `counted in steps of ${size}, each ${rule}${run}${emptyWords(measurement.empty_interval)}`;
}

function emptyWords(empty: "zero_error" | "excluded"): string {
  return empty === "excluded" ? " (steps without requests are left out)" : "";
}

function countedBy({ counts, terms, names }: Promised): string[] {
  const of = listed(terms.components.members.map(({ component }) => names.get(component) ?? blank));
  return [`from ${counts === "reported" ? "the request counts reported for" : "our own checks of"} ${of}`];
}
