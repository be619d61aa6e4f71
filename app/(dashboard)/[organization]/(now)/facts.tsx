import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "@/app/_ui/time";
import type { Ms } from "@/lib/domain/time";
import type { Overview } from "@/lib/operations/overview";

/** The machinery behind the states: how much is watched, and what vouches for the ledger. */
export function Facts({
  overview,
  now,
  zone,
  home,
}: {
  overview: Overview;
  now: Ms;
  zone: string;
  home: string;
}) {
  const { monitors, ledger } = overview;
  return (
    <dl className="mb-10 grid grid-cols-2 gap-x-8 gap-y-4 border-y py-4 md:grid-cols-4">
      <Fact term="Monitors" href={`${home}/monitors`}>
        {monitors.total}
        {monitors.paused > 0 ? <span className="text-ink-3"> · {monitors.paused} paused</span> : null}
      </Fact>
      <Fact term="Checks a minute">{monitors.checksPerMinute}</Fact>
      <Fact term="Ledger checkpoint" href={`${home}/ledger`}>
        {ledger.checkpointAt === null ? (
          <span className="text-ink-3">Not yet</span>
        ) : (
          <>
            <span>#{ledger.checkpointSeq} </span>
            <Time at={ledger.checkpointAt} now={now} zone={zone} className="text-ink-2 text-sm" />
          </>
        )}
      </Fact>
      <Fact term="Ledger verified" href={`${home}/ledger`}>
        {ledger.scrubbedAt === null ? (
          <span className="text-ink-3">Not yet</span>
        ) : (
          <>
            <span>{ledger.brokenChains === 0 ? "Good " : `${ledger.brokenChains} broken `}</span>
            <Time at={ledger.scrubbedAt} now={now} zone={zone} className="text-ink-2 text-sm" />
          </>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ term, href, children }: { term: string; href?: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-3 text-xs">
        {href ? (
          <Link href={href} className="hover:text-ink hover:underline">
            {term}
          </Link>
        ) : (
          term
        )}
      </dt>
      <dd className="mt-0.5 font-medium text-lg tabular-nums">{children}</dd>
    </div>
  );
}
