import Link from "next/link";
import type { ReactNode } from "react";
import { Section } from "@/app/_ui/page-head";
import { StateShape } from "@/app/_ui/state";
import { Time } from "@/app/_ui/time";
import type { Ms } from "@/lib/domain/time";
import type { Overview } from "@/lib/operations/overview";

type Item = { key: string; href: string; name: string; why: ReactNode; bad: boolean };

/** What no machine will mend: chains that do not verify, monitors nobody hears from. Nothing waits: nothing is shown. */
export function Waiting(props: { overview: Overview; home: string; now: Ms; zone: string }) {
  const items = waitingItems(props);
  if (items.length === 0) return null;
  return (
    <Section title="Waits for a person">
      <ul className="divide-y divide-line rounded-md border bg-surface">
        {items.map(({ key, href, name, why, bad }) => (
          <li key={key} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm">
            <StateShape state={bad ? "major_outage" : "unknown"} />
            <Link href={href} className="font-medium hover:underline">
              {name}
            </Link>
            <span className="text-ink-2">{why}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function waitingItems({ overview, home, now, zone }: Parameters<typeof Waiting>[0]): Item[] {
  const { ledger, troubled, components, monitors } = overview;
  const broken = ledger.brokenChains;
  const items: Item[] = [];
  if (broken > 0)
    items.push({
      key: "ledger",
      href: `${home}/ledger`,
      name: "Ledger",
      why: `${broken === 1 ? "One chain does" : `${broken} chains do`} not verify. Somebody changed what was written.`,
      bad: true,
    });
  const shown = new Set(components.filter((each) => each.state !== "operational").map((each) => each.id));
  for (const monitor of troubled) {
    if (monitor.verdict !== "unknown" || shown.has(monitor.componentId)) continue;
    items.push({
      key: monitor.id,
      href: `${home}/monitors/${monitor.id}`,
      name: monitor.name,
      why: (
        <>
          No data since <Time at={monitor.since} now={now} zone={zone} />
        </>
      ),
      bad: false,
    });
  }
  if (monitors.total === 0)
    items.push({
      key: "monitors",
      href: `${home}/monitors/new`,
      name: "No monitor yet",
      why: "Components are as people say they are until something measures them.",
      bad: false,
    });
  return items;
}
