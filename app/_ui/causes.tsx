import Link from "next/link";
import type { TitledCause } from "@/lib/operations/causes";

/** Where one entry of a component's chain is shown and proven. */
function entryPath(organization: string, componentId: string, seq: number): string {
  return `/${organization}/ledger/${componentId}?seq=${seq}#entry-${seq}`;
}

/** What a stretch of a timeline rests on; each cause opens the entry that says so. */
export function Causes({ causes, organization }: { causes: readonly TitledCause[]; organization: string }) {
  if (causes.length === 0) return <span className="text-ink-3">Nothing said or measured</span>;
  const [first, second, ...more] = causes;
  return (
    <span>
      {[first, second].map((cause, index) =>
        cause ? (
          <span key={`${cause.componentId}-${cause.type}-${cause.id}`}>
            {index > 0 ? ", " : ""}
            <Link
              href={entryPath(organization, cause.componentId, cause.entrySeq)}
              className="underline-offset-2 hover:underline"
            >
              {cause.title} <span className="font-mono text-ink-3 text-xs">#{cause.entrySeq}</span>
            </Link>
          </span>
        ) : null,
      )}
      {more.length > 0 ? <span className="text-ink-3"> and {more.length} more</span> : null}
    </span>
  );
}
