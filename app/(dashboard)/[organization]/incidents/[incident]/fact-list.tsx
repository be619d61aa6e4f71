import Link from "next/link";
import { Section } from "@/app/_ui/page-head";
import { ShortTime } from "@/app/_ui/short-time";
import { clockTime } from "@/lib/domain/duration";
import { factSentence, type KeptFact } from "@/lib/domain/incident-fact";
import type { Ms } from "@/lib/domain/time";
import type { Choice } from "../_composer/component-states";
import { author } from "./thread";

/** What happened, kept by itself, oldest first. */
export function FactList({
  facts,
  people,
  choices,
  organization,
  now,
  zone,
}: {
  facts: readonly KeptFact[];
  people: ReadonlyMap<string, string>;
  choices: readonly Choice[];
  organization: string;
  now: Ms;
  zone: string;
}) {
  const names = new Map(choices.map(({ id, name }) => [id, name]));
  const naming = {
    component: (id: string) => names.get(id) ?? "A component",
    time: (at: Ms) => clockTime(at, zone, now),
  };
  return (
    <Section title="Facts" aside="Kept by itself, never changed">
      <ol className="rounded-md border bg-surface">
        {facts.map((fact) => (
          <li
            key={fact.id}
            className="grid gap-x-4 border-b px-3 py-2 text-sm last:border-b-0 sm:grid-cols-[minmax(0,1fr)_auto]"
          >
            <span className="min-w-0 break-words">
              {fact.type === "mails_sent" ? (
                <Link
                  href={`/${organization}/notices/${fact.data.noticeId}`}
                  className="underline decoration-line-strong underline-offset-2 hover:decoration-ink"
                >
                  {factSentence(fact, naming)}
                </Link>
              ) : (
                factSentence(fact, naming)
              )}
              {fact.actor === null ? null : (
                <span className="text-ink-3"> · {author(people, fact.actor)}</span>
              )}
            </span>
            <span className="text-ink-3 text-xs leading-5">
              <ShortTime at={fact.at} now={now} zone={zone} />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
