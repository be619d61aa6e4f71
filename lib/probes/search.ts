import { RE2JS } from "re2js";

/** Compiled patterns, oldest out first. */
const compiled = new Map<string, RE2JS>();
const maxCompiled = 1_000;

/** Steps a search takes at most; one takes about 40 ns. Matching is linear, but in pattern times text. */
export function searchSteps(pattern: string, characters: number): number {
  return programOf(pattern).programSize() * characters;
}

export function finds(pattern: string, text: string): boolean {
  return programOf(pattern).matcher(text).find();
}

/** The first group of the first match, the whole match where the pattern has no group; null without a match. */
export function firstGroup(pattern: string, text: string): string | null {
  const matcher = programOf(pattern).matcher(text);
  if (!matcher.find()) return null;
  return matcher.groupCount() > 0 ? (matcher.group(1) ?? null) : matcher.group();
}

function programOf(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const program = RE2JS.compile(pattern);
  const [oldest] = compiled.keys();
  if (compiled.size >= maxCompiled && oldest !== undefined) compiled.delete(oldest);
  compiled.set(pattern, program);
  return program;
}
