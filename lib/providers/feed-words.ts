import type { OpenStatus } from "@/lib/domain/reading";
import type { FeedItem } from "./feed";
import { readInstant } from "./instant";
import { isClosing, isPlanning, isStage, type Update } from "./updates";

/** Where an entry of a feed without rules stands. `aside` is news that is no incident. */
export type Stand = "open" | "closed" | "planned" | "unclear" | "aside";

const over = "resolved|completed|closed|fixed|recovered|restored|mitigated|cancell?ed";
const stages = "investigating|identified|monitoring|ongoing|open|active|update";
const work = "scheduled|planned|upcoming|in progress|verifying";

const closedTitle = new RegExp(
  `^\\W*(?:${over})\\b|[[(](?:${over})[\\])]|[-–—:|]\\s*(?:${over})\\W*$|operating normally|\\b(?:is|are) (?:now )?(?:fully )?(?:${over})\\W*$|🟢|✅`,
  "iu",
);
const openTitle = new RegExp(
  `^\\W*(?:investigating|identified|monitoring|ongoing|update)\\b|[[(](?:${stages})[\\])]|[-–—:|]\\s*(?:investigating|identified|monitoring|ongoing)\\W*$|🔴|🟠|🟡`,
  "iu",
);
const plannedTitle = new RegExp(
  `^\\W*(?:${work})\\b|[[(](?:${work}|maintenance)[\\])]|\\b(?:scheduled|planned) maintenance\\b`,
  "iu",
);
/** What monitors write: "Monitor is DOWN: api", "api is back up". */
const beatTitle =
  /^(?:monitor is )?(down|up)\s*:\s*\S|^\S.{0,200}\b(?:is|went|came)(?: now| back)* (down|up)\W*$/i;

const told = `(?:${over}|${stages}|${work})`;
const wordsOfState = new RegExp(
  `[[(]${told}[\\])]|^\\W*${told}\\s*(?:[-–—:|]|incident:)\\s*|\\s*[-–—:|]\\s*${told}\\W*$|^monitor is (?:down|up)\\s*:|^(?:down|up)\\s*:|\\b(?:is|went|came)(?: now| back)* (?:down|up)\\W*$`,
  "gu",
);

/** A title without the words that tell its state: what two entries about one thing have in common. */
export function subjectOf(title: string): string {
  const bare = title.toLowerCase().replace(wordsOfState, " ");
  return bare.replace(/[\s\p{Extended_Pictographic}]+/gu, " ").trim();
}

/** Words in the title first, then labels in the body, then tags, then what its sentences say. */
export function standOf(item: FeedItem, lines: readonly string[], updates: readonly Update[]): Stand {
  if (closedTitle.test(item.title)) return "closed";
  const labels = [...updates.map((update) => update.label), ...labelsIn(lines)];
  const tags = [...item.categories, ...item.words].map((name) => name.toLowerCase().replaceAll("_", " "));
  if ([...labels, ...tags].some(isClosing) || lines.some(hasEnded)) return "closed";
  const kind = lines.map((line) => /^type\s*:\s*(\w+)/i.exec(line)?.[1]?.toLowerCase()).find(Boolean);
  if (kind === "announcement" || kind === "notification") return "aside";
  if (plannedTitle.test(item.title) || kind === "maintenance") return "planned";
  if (openTitle.test(item.title) || [...labels, ...tags].some(isStage)) return "open";
  if (tags.some((tag) => isPlanning(tag) || tag === "maintenance")) return "planned";
  const beat = beatTitle.exec(item.title);
  if (beat) return (beat[1] ?? beat[2])?.toLowerCase() === "up" ? "closed" : "open";
  if (lines.some((line) => /^(?:started|outage start)\s*:/i.test(line))) return "open";
  return standInProse(lines);
}

const overSentence =
  /\b(?:(?:is|are|was|were|been) (?:now )?(?:fully |completely )?(?:resolved|restored|fixed|mitigated|completed|back to normal)|(?:has|have) (?:now |fully )?recovered|(?:operating|functioning) (?:normally|as expected))\b/i;
/** What people say who did it; what follows tells what it was. */
const doneSentence =
  /^(?:we|(?:our |the )?(?:team|engineers))(?:['’]ve| have| has) (?:now |fully |since )?(?:resolved|fixed|mitigated)\b/i;
const inPart = /\b(?:partially|some|most)\b/i;
/** What turns such a sentence into a hope. */
const hope =
  /\b(?:not|n't|until|once|when|if|will|should|(?<!as )expected?|partially|working|before)\b|n['’]t\b/i;
const stageSentences: readonly [RegExp, OpenStatus][] = [
  [/\b(?:are|is|will|continue to|continuing to) (?:\w+ )?monitor(?:ing)?\b/i, "monitoring"],
  [/\b(?:has been|have been|have|been) identified\b|\bfix is being\b/i, "identified"],
  [/\binvestigat(?:e|ing)\b/i, "investigating"],
];

function standInProse(lines: readonly string[]): Stand {
  const sentences = lines.flatMap((line) => line.split(/(?<=[.!?])\s+/));
  if (sentences.some(saysOver)) return "closed";
  return stageInProse(lines) === null ? "unclear" : "open";
}

function saysOver(sentence: string): boolean {
  if (doneSentence.test(sentence)) return !inPart.test(sentence);
  return overSentence.test(sentence) && !hope.test(sentence);
}

/** Where the sentences of an open entry say that it stands; null when none of them does. */
export function stageInProse(lines: readonly string[]): OpenStatus | null {
  for (const [sentence, stage] of stageSentences) if (lines.some((line) => sentence.test(line))) return stage;
  return null;
}

/** Whether a word in brackets before a title is its state and not what is affected. */
export function isStateTag(word: string): boolean {
  const tag = `[${word}]`;
  return openTitle.test(tag) || closedTitle.test(tag) || plannedTitle.test(tag);
}

/** "Status: RESOLVED", and lines that begin with a label of their own. */
export function labelsIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const told =
      /^(?:(?:(?:current|new) )?(?:status|state)\s*:\s*)?([A-Za-z]{4,15}|in progress)(?:\s*$|\s+[-–—]\s|\s*:\s)/i.exec(
        line,
      )?.[1];
    return told === undefined ? [] : [told.toLowerCase()];
  });
}

function hasEnded(line: string): boolean {
  const told = /^(?:ended|resolved|end time|outage end(?: time)?)\s*:\s*(.{6,60})$/i.exec(line)?.[1];
  return told !== undefined && readInstant(told) !== null;
}
