import { ShortTime } from "@/app/_ui/short-time";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { ExactTime } from "@/app/_ui/time";
import { spokenFailure } from "@/lib/domain/check";
import type { Delivery } from "@/lib/domain/delivery";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { channelWords, statusWords } from "../words";

const columns: readonly Column[] = [
  { label: "Recipient" },
  { label: "Channel", wide: true },
  { label: "Fate" },
  { label: "When", wide: true },
  { label: "Attempts", wide: true },
];

/** Each recipient's fate; a row opens to the attempts that failed and the names under which it left. */
export function DeliveryTable({
  deliveries,
  now,
  zone,
}: {
  deliveries: readonly Delivery[];
  now: Ms;
  zone: string;
}) {
  return (
    <Table label="Recipients" id="deliveries" columns={columns}>
      {deliveries.map((delivery) => {
        const at = delivery.deliveredAt ?? delivery.sentAt ?? delivery.dueAt;
        return (
          <Row key={delivery.id}>
            <Cell className="break-all py-2 align-top sm:max-w-64 sm:truncate" csv={delivery.address}>
              <span title={delivery.address}>{delivery.address}</span>
            </Cell>
            <Cell wide className="py-2 align-top text-ink-2">
              {channelWords[delivery.channel]}
            </Cell>
            <Cell className="py-2 align-top" csv={delivery.status}>
              {statusWords[delivery.status]}
              {delivery.failure ? (
                <p className="text-ink-2 text-xs">{spokenFailure(delivery.failure)}</p>
              ) : null}
            </Cell>
            <Cell wide className="py-2 align-top text-ink-2" csv={at === null ? "" : formatInstant(at)}>
              {at === null ? "—" : <ShortTime at={at} now={now} zone={zone} />}
            </Cell>
            <Cell wide className="py-2 align-top" csv={delivery.attempts}>
              <Attempts delivery={delivery} zone={zone} />
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

function Attempts({ delivery, zone }: { delivery: Delivery; zone: string }) {
  const { attempts, failures, batchId, senderId } = delivery;
  if (failures.length === 0 && batchId === null) return <span className="tabular-nums">{attempts}</span>;
  return (
    <details>
      <summary className="text-ink-2 tabular-nums hover:text-ink">{attempts}</summary>
      <dl className="mt-1 grid gap-1 text-xs">
        {failures.map(({ at, failure }) => (
          <div key={`${at} ${failure}`}>
            <dt className="text-ink-3">
              <ExactTime at={at} zone={zone} />
            </dt>
            <dd>{spokenFailure(failure)}</dd>
          </div>
        ))}
        {batchId ? <Name label="Left under the key" name={batchId} /> : null}
        {senderId ? <Name label="The provider calls it" name={senderId} /> : null}
      </dl>
    </details>
  );
}

function Name({ label, name }: { label: string; name: string }) {
  return (
    <div>
      <dt className="text-ink-3">{label}</dt>
      <dd className="break-all font-mono">{name}</dd>
    </div>
  );
}
