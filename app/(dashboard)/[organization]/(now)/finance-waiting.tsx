import Link from "next/link";
import type { ReactNode } from "react";
import { shown } from "@/app/_server/page";
import { Section } from "@/app/_ui/page-head";
import { StateShape } from "@/app/_ui/state";
import { Time } from "@/app/_ui/time";
import type { ChronicCase } from "@/lib/domain/chronic";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { readChronic } from "@/lib/operations/chronic";
import { readFinanceWaiting } from "@/lib/operations/finance-waiting";

type Props = { scope: TenantScope; home: string; now: Ms; zone: string };
/** Most rights that are named one by one. */
const chronicMax = 5;

type Item = { href: string; name: string; why: ReactNode };

/** What of the money waits for a person, for those who may see it. Nothing waits: nothing is shown. */
export async function FinanceWaiting({ scope, home, now, zone }: Props) {
  if (!scope.grants.has("finance")) return null;
  const waiting = await shown(readFinanceWaiting(scope, now));
  const items: Item[] = [...chronicItems(await shown(readChronic(scope, {}, now)), { home, now, zone })];
  if (waiting.expiring > 0)
    items.push({
      href: `${home}/credits?status=eligible`,
      name: plural(waiting.expiring, "claim", "claims"),
      why: (
        <>
          {waiting.expiring === 1 ? "expires" : "expire"} within a week
          {waiting.firstExpiry === null ? null : (
            <>
              , the first <Time at={waiting.firstExpiry} now={now} zone={zone} />
            </>
          )}
        </>
      ),
    });
  if (waiting.ready > 0)
    items.push({
      href: `${home}/statements?status=ready`,
      name: plural(waiting.ready, "statement", "statements"),
      why: (
        <>
          ready to close
          {waiting.readySince === null ? null : (
            <>
              , since <Time at={waiting.readySince} now={now} zone={zone} />
            </>
          )}
        </>
      ),
    });
  if (waiting.toApprove > 0)
    items.push({
      href: `${home}/credits/approve`,
      name: plural(waiting.toApprove, "credit", "credits"),
      why:
        waiting.secondApprovals > 0
          ? `to approve, ${waiting.secondApprovals} of them a second time`
          : "to approve",
    });
  if (waiting.toIssue > 0)
    items.push({
      href: `${home}/credits?status=approved`,
      name: plural(waiting.toIssue, "memo", "memos"),
      why: "to issue",
    });
  return items.length === 0 ? null : <Waits items={items} />;
}

/** Rights for chronic failure that customers may exercise, soonest deadline first. */
function chronicItems(
  cases: readonly ChronicCase[],
  { home, now, zone }: Pick<Props, "home" | "now" | "zone">,
): Item[] {
  return cases.slice(0, chronicMax).map((each) => ({
    href: `${home}/contracts/${each.contractId}`,
    name: `Chronic failure of ${each.service}`,
    why: (
      <>
        the customer may exercise a right until <Time at={each.exerciseUntil} now={now} zone={zone} />
      </>
    ),
  }));
}

function Waits({ items }: { items: readonly Item[] }) {
  return (
    <Section title="Waits for finance">
      <ul className="divide-y divide-line rounded-md border bg-surface">
        {items.map(({ href, name, why }) => (
          <li
            key={`${href} ${name}`}
            className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm"
          >
            <StateShape state="degraded_performance" />
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

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
