import { Confirm } from "@/app/_ui/confirm";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import type { Ms } from "@/lib/domain/time";
import type { SendingDomainRow } from "@/lib/operations/sending-domains";
import { checkDomainAction, removeDomainAction } from "./actions";
import { CheckForm } from "./check-form";

const stateWords: Record<SendingDomainRow["state"], string> = {
  unchecked: "Not verified",
  pending: "Waiting for DNS",
  verified: "Verified",
  failed: "Failed",
};

const columns: readonly Column[] = [
  { label: "Type" },
  { label: "Name" },
  { label: "Value" },
  { label: "Priority", wide: true },
  { label: "State", wide: true },
];

/** One domain: where it stands, and what its DNS must say. */
export function DomainCard({
  domain: { id, domain, state, failure, records, checkedAt },
  organization,
  now,
  zone,
}: {
  domain: SendingDomainRow;
  organization: string;
  now: Ms;
  zone: string;
}) {
  const fields = { organization, id };
  return (
    <div className="mb-4 rounded-md border bg-surface p-4">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <p className="font-medium">
          {domain} <span className="text-ink-2">· {stateWords[state]}</span>
        </p>
        <div className="flex gap-2">
          <CheckForm action={checkDomainAction} fields={fields} />
          <Confirm
            label="Remove"
            title={`Send from ${domain} no more?`}
            verb="Remove domain"
            action={removeDomainAction}
            fields={fields}
          >
            <p>Pages that write from it go back to this installation's address.</p>
          </Confirm>
        </div>
      </div>
      {failure === null ? null : <p className="mb-2 text-ink-2 text-sm">{failure}</p>}
      {checkedAt === null ? null : (
        <p className="mb-2 text-ink-3 text-xs">
          Looked at <Time at={checkedAt} now={now} zone={zone} />
        </p>
      )}
      {records.length > 0 ? (
        <Table label={`DNS records of ${domain}`} columns={columns} scrolls>
          {records.map((record) => (
            <Row key={`${record.type} ${record.name} ${record.value}`}>
              <Cell className="font-mono text-xs">{record.type}</Cell>
              <Cell className="font-mono text-xs">{record.name}</Cell>
              <Cell className="max-w-96 break-all font-mono text-xs">{record.value}</Cell>
              <Cell wide className="text-ink-2">
                {record.priority}
              </Cell>
              <Cell wide className="text-ink-2">
                {record.status}
              </Cell>
            </Row>
          ))}
        </Table>
      ) : null}
    </div>
  );
}
