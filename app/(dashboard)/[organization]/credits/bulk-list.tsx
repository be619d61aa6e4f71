import { Section } from "@/app/_ui/page-head";
import type { BulkReport } from "@/lib/domain/bulk";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { readCredits } from "@/lib/operations/credits";
import { CreditTable } from "./credit-table";

/** Credits shown one by one before many are acted on; the others are in the sums above. */
const shownMax = 50;

type Props = { scope: TenantScope; report: BulkReport; path: string; now: Ms; zone: string };

/** Which credits an act on many is about, each with whom and how much. */
export async function BulkList({ scope, report, path, now, zone }: Props) {
  const ids = report.items.filter(({ refusal }) => refusal === null).map(({ id }) => id);
  if (ids.length === 0) return null;
  const credits = await readCredits(scope, ids.slice(0, shownMax), now);
  return (
    <div className="mt-10">
      <Section
        title={ids.length > shownMax ? `The first ${shownMax} of ${ids.length}` : "Which they are"}
        id="credits-acted-on"
      >
        <CreditTable credits={credits} path={path} now={now} zone={zone} />
      </Section>
    </div>
  );
}
