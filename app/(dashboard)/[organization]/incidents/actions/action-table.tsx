import Link from "next/link";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import type { ActionView } from "@/lib/domain/postmortem";
import { type Ms, utcDate } from "@/lib/domain/time";
import { ActionButtons } from "./action-buttons";

type Shown = {
  actions: readonly ActionView[];
  organization: string;
  /** Where a finished action leads back to. */
  back: string;
  mayWrite: boolean;
  now: Ms;
  /** Of all incidents: each names its own. */
  isBoard: boolean;
};

export function ActionTable({ actions, organization, back, mayWrite, now, isBoard }: Shown) {
  const columns: Column[] = [
    { label: "Action" },
    ...(isBoard ? [{ label: "Incident", wide: true }] : []),
    { label: "Owner", wide: true },
    { label: "Due" },
    ...(mayWrite ? [{ label: "Finish", silent: true }] : []),
  ];
  return (
    <Table label="Actions" id="actions-table" columns={columns}>
      {actions.map((action) => (
        <Row key={action.id}>
          <Cell className={`break-words py-1 ${action.doneAt === null ? "" : "text-ink-3 line-through"}`}>
            {action.title}
          </Cell>
          {isBoard ? (
            <Cell wide className="max-w-64 truncate">
              <Link
                href={`/${organization}/incidents/${action.incidentId}/postmortem`}
                data-row=""
                className="text-ink-2 hover:underline"
              >
                {action.incidentTitle}
              </Link>
            </Cell>
          ) : null}
          <Cell wide className="text-ink-2">
            {action.ownerName ?? "Nobody"}
          </Cell>
          <Cell className="whitespace-nowrap">
            <Due action={action} now={now} />
          </Cell>
          {mayWrite ? (
            <Cell className="w-px whitespace-nowrap">
              <ActionButtons action={action} organization={organization} back={back} />
            </Cell>
          ) : null}
        </Row>
      ))}
    </Table>
  );
}

function Due({ action, now }: { action: ActionView; now: Ms }) {
  if (action.doneAt !== null) return <span className="text-operational">Done</span>;
  if (action.dueOn === null) return <span className="text-ink-3">No date</span>;
  const isLate = action.dueOn < utcDate(now);
  return (
    <span className={isLate ? "font-medium text-major" : ""}>
      {isLate ? `Overdue, ${action.dueOn}` : action.dueOn}
    </span>
  );
}
