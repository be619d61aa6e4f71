import type { Cause } from "./cause-group";
import type { FailureWord } from "./check";
import { type AffectedComponent, affectedMax } from "./incident";
import type { FollowedOutage } from "./outage-plan";
import { blindStretches } from "./outage-sight";
import { spokenDuration, spokenInstant } from "./spoken-time";
import type { Interval, Ms } from "./time";

/** So many names are told in a sentence, more are counted. */
const namedMax = 3;

/** The words of an incident that verdicts opened: what our checks see and nothing they do not. */
export function outageTitle(outages: readonly FollowedOutage[], cause: Cause): string {
  const names = namesOf(outages);
  if (cause.type === "provider")
    return `${listed(names)} ${names.length > 1 ? "are" : "is"} affected by ${cause.title}`;
  const isOwn = outages.some(({ componentId }) => componentId === cause.id);
  if (names.length === 1) return `${names[0]} is ${isPartly(outages) ? "partly " : ""}down`;
  if (isOwn) return `${cause.title} is down, with ${listed(names.filter((name) => name !== cause.title))}`;
  return `${listed(names)} are down`;
}

/** The public words of a draft, or of an incident that publishes by itself. Markdown. */
export function outageBody(
  outages: readonly FollowedOutage[],
  cause: Cause,
  { isAutomatic, timezone, now }: { isAutomatic: boolean; timezone: string; now: Ms },
): string {
  const names = namesOf(outages);
  const since = spokenInstant(startOf(outages), timezone, now);
  const [failure] = failuresOf(outages);
  const seen = `Our checks have seen ${listed(names)} fail since ${since}${failure ? `: ${plainFailure(failure)}` : ""}.`;
  const provider =
    cause.type === "provider" ? ` ${cause.title} reports trouble of its own at the same time.` : "";
  const next = isAutomatic
    ? "This was posted by our monitoring as soon as it was confirmed. Our team adds what it finds."
    : "We are looking into it.";
  return `${seen}${provider}\n\n${next}`;
}

/** What is added when further outages join an incident that publishes by itself. */
export function grownBody(outages: readonly FollowedOutage[], timezone: string, now: Ms): string {
  const since = spokenInstant(startOf(outages), timezone, now);
  return `Our checks have seen ${listed(namesOf(outages))} fail as well since ${since}.`;
}

/** What is added when that of which sight was lost is seen to fail again. */
export function againBody(outages: readonly FollowedOutage[], timezone: string, now: Ms): string {
  const since = spokenInstant(startOf(outages), timezone, now);
  return `Our checks have seen ${listed(namesOf(outages))} fail again since ${since}.`;
}

/** What is said when outages ended only because no check has an answer to give: nothing has recovered yet. */
export function unseenBody(outages: readonly FollowedOutage[], timezone: string, now: Ms): string {
  const names = namesOf(outages);
  const it = names.length > 1 ? "them" : "it";
  const since = spokenInstant(endOf(outages), timezone, now);
  const last = `Our checks of ${listed(names)} have had no answer to give since ${since}: they last saw ${it} fail.`;
  return `${last} We will say more as soon as we can see ${it} again.`;
}

/** The end as measured. */
export function endedBody(outages: readonly FollowedOutage[], timezone: string, now: Ms): string {
  const [from, to] = [startOf(outages), endOf(outages)];
  const names = namesOf(outages);
  const verb = names.length > 1 ? "answer" : "answers";
  const when = `${spokenInstant(from, timezone, now)} to ${spokenInstant(to, timezone, now)}`;
  const blind = blindStretches(outages);
  const failedMs = to - from - lengthOf(blind, to);
  const [first, last] = [blind[0], blind.at(-1)];
  const failed = `They failed from ${when}, ${spokenDuration(failedMs)} in all${first ? " that we saw" : ""}.`;
  const said = `${listed(names)} ${verb} our checks again. ${failed}`;
  if (!first || !last) return said;
  const stretch = `${spokenInstant(first.from, timezone, now)} and ${spokenInstant(last.to, timezone, now)}`;
  return `${said} Between ${stretch} our checks had no answer to give for ${spokenDuration(lengthOf(blind))}.`;
}

/** How long these stretches are together, as far as they lie before `until`. */
function lengthOf(stretches: readonly Interval[], until = Number.POSITIVE_INFINITY): Ms {
  return stretches.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, until) - from), 0);
}

/** The components of these outages with the worst word of their monitors, as many as one incident may name. */
export function affectedBy(outages: readonly FollowedOutage[]): AffectedComponent[] {
  const byComponent = Map.groupBy(outages, ({ componentId }) => componentId);
  return [...byComponent]
    .map(
      ([id, some]): AffectedComponent => ({ id, state: isPartly(some) ? "partial_outage" : "major_outage" }),
    )
    .slice(0, affectedMax);
}

export function startOf(outages: readonly FollowedOutage[]): Ms {
  return Math.min(...outages.map(({ startedAt }) => startedAt));
}

/** When the last of them ended. */
export function endOf(outages: readonly FollowedOutage[]): Ms {
  return Math.max(...outages.map(({ startedAt, endedAt }) => endedAt ?? startedAt));
}

const isPartly = (outages: readonly FollowedOutage[]) =>
  outages.every(({ downState }) => downState === "partial_outage");

function namesOf(outages: readonly FollowedOutage[]): string[] {
  return [...new Set(outages.map(({ componentName }) => componentName))];
}

function failuresOf(outages: readonly FollowedOutage[]): FailureWord[] {
  return [...new Set(outages.flatMap(({ failure }) => failure ?? []))];
}

/** "Checkout", "Checkout and Search", "Checkout, Search and 4 more services". */
function listed(names: readonly string[]): string {
  const [first = "one service", ...rest] = names;
  if (rest.length === 0) return first;
  if (names.length <= namedMax) return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const shown = names.slice(0, namedMax - 1);
  return `${shown.join(", ")} and ${names.length - shown.length} more services`;
}

const plain: readonly [RegExp, string][] = [
  [/^dns_/, "its name cannot be resolved"],
  [/^(tls_|certificate_)/, "its certificate or encryption is not accepted"],
  [/^(connect_|read_timeout|no_reply)/, "it does not answer, or not in time"],
  [/^heartbeat_failed/, "a regular job reports a failure"],
  [/^heartbeat_late/, "a regular job has not reported in time"],
];

/** A failure in words the public understands. */
function plainFailure(failure: FailureWord): string {
  return plain.find(([pattern]) => pattern.test(failure))?.[1] ?? "it answers with errors";
}
