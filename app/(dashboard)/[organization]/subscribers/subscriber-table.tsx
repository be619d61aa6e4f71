import { Confirm } from "@/app/_ui/confirm";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import type { SubscriberView } from "@/lib/domain/subscriber";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { removeSubscriberAction } from "./actions";
import { channelWords, consentWords, stateWords, wishWords } from "./words";

const columns: readonly Column[] = [
  { label: "Address" },
  { label: "Channel", wide: true },
  { label: "State" },
  { label: "Hears of", wide: true },
  { label: "Consent", wide: true },
  { label: "Since", wide: true },
  { label: "Acts", silent: true },
];

type Place = { organization: string; pageId: string; now: Ms; zone: string };

export function SubscriberTable({ subscribers, ...place }: Place & { subscribers: SubscriberView[] }) {
  return (
    <Table label="Subscribers" id="subscribers" columns={columns}>
      {subscribers.map((subscriber) => (
        <SubscriberRow key={subscriber.id} subscriber={subscriber} {...place} />
      ))}
    </Table>
  );
}

function SubscriberRow({ subscriber, now, zone, ...place }: Place & { subscriber: SubscriberView }) {
  const { address, channel, state, consent, createdAt, confirmedAt, quarantineReason } = subscriber;
  return (
    <Row>
      <Cell className="max-w-64 truncate font-medium">
        {channel === "email" ? (
          <RowLink href={`/${place.organization}/notices?q=${encodeURIComponent(address)}`}>
            {address}
          </RowLink>
        ) : (
          address
        )}
      </Cell>
      <Cell wide className="text-ink-2">
        {channelWords[channel]}
      </Cell>
      <Cell
        className="max-w-48 truncate"
        csv={[stateWords[state], quarantineReason].filter(Boolean).join(": ")}
      >
        {stateWords[state]}
        {quarantineReason === null ? null : (
          <span className="text-ink-3" title={quarantineReason}>
            {" "}
            · {quarantineReason}
          </span>
        )}
      </Cell>
      <Cell wide className="max-w-56 truncate text-ink-2">
        {wishWords(subscriber)}
      </Cell>
      <Cell wide className="max-w-56 truncate text-ink-2" csv={consent.note ?? consentWords[consent.basis]}>
        <span title={consent.note ?? undefined}>{consentWords[consent.basis]}</span>
      </Cell>
      <Cell wide className="text-ink-2" csv={formatInstant(confirmedAt ?? createdAt)}>
        <Time at={confirmedAt ?? createdAt} now={now} zone={zone} />
      </Cell>
      <Cell numeric csv="" className="relative z-10">
        {state === "unsubscribed" ? null : <Remove subscriber={subscriber} {...place} />}
      </Cell>
    </Row>
  );
}

function Remove({
  subscriber,
  organization,
  pageId,
}: Omit<Place, "now" | "zone"> & { subscriber: SubscriberView }) {
  return (
    <Confirm
      label="End"
      opener="ghost"
      title={`Send nothing more to ${subscriber.address}?`}
      verb="End subscription"
      action={removeSubscriberAction}
      fields={{ organization, page: pageId, id: subscriber.id }}
    >
      <p>What waits for it is taken back. Only its owner can subscribe it again.</p>
      <p className="mt-2">What was sent, and its consent, stay on record.</p>
    </Confirm>
  );
}
