import type { MemberPage } from "@/app/_server/page";
import { Duration } from "@/app/_ui/duration";
import { Section } from "@/app/_ui/page-head";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { readProviderAccuracy } from "@/lib/operations/provider-accuracy";

const columns: readonly Column[] = [
  { label: "Month (UTC)" },
  { label: "Failed, and they said so", numeric: true },
  { label: "Failed, and they were silent", numeric: true },
  { label: "They said trouble, we met none", numeric: true },
  { label: "Both well", numeric: true },
  { label: "Not known", numeric: true },
];

/** What they declared against what our own checks measured, month by month. */
export async function Accuracy({ member, id }: { member: MemberPage; id: string }) {
  const months = await readProviderAccuracy(member.scope, id, member.now);
  return (
    <Section title="Their word against our measurement">
      <p className="mb-2 max-w-prose text-ink-2 text-sm">
        Summed over everything of ours that depends on them. Only our own monitors count as measurement; what
        one of the two did not know is not held against anybody.
      </p>
      {months.length === 0 ? (
        <p className="text-ink-3 text-sm">Nothing to compare yet.</p>
      ) : (
        <Table label="Accuracy by month" id="accuracy" columns={columns} scrolls>
          {months.map(({ month, totals }) => (
            <Row key={month}>
              <Cell>{month}</Cell>
              {[totals.admittedMs, totals.silentMs, totals.unmetMs, totals.agreedMs, totals.unknownMs].map(
                (lengthMs, index) => (
                  <Cell key={columns[index + 1]?.label} numeric csv={lengthMs}>
                    {lengthMs === 0 ? (
                      <span className="text-ink-3">0</span>
                    ) : (
                      <Duration lengthMs={lengthMs} />
                    )}
                  </Cell>
                ),
              )}
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}
