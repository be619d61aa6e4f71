import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { Empty } from "@/app/_ui/empty";
import { address, Pager } from "@/app/_ui/list-controls";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Choices } from "@/app/_ui/tabs";
import { Time } from "@/app/_ui/time";
import { warningListInput, warningStates } from "@/lib/domain/contact";
import type { Ms } from "@/lib/domain/time";
import { getWarningSettings, listWarnings, type WarningView } from "@/lib/operations/warnings";
import { CustomerViews } from "../views";
import { saveSettingsAction } from "./actions";
import { SettingsForm } from "./settings-form";
import { messageWords, phaseWords } from "./words";

export const metadata: Metadata = { title: "Messages to customers" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const columns: readonly Column[] = [
  { label: "Customer" },
  { label: "What" },
  { label: "State" },
  { label: "Written", wide: true },
];

export default async function MessagesPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const input = await readSearch(warningListInput, searchParams);
  const [{ items, nextCursor }, settings] = await Promise.all([
    shown(listWarnings(scope, input)),
    getWarningSettings(scope),
  ]);
  const path = `/${organization.slug}/customers/messages`;
  const choices = [undefined, ...warningStates].map((state) => ({
    label: state === undefined ? "All" : messageWords[state],
    href: address(path, { state }),
    current: state === input.state,
  }));
  return (
    <>
      <PageHead title="Customers">
        Messages with a customer's own numbers, which go out once you have looked at them.
      </PageHead>
      <CustomerViews organization={organization.slug} current="messages" />
      <div className="mb-3">
        <Choices label="State" choices={choices} />
      </div>
      {items.length > 0 ? (
        <MessageTable messages={items} path={path} now={now} zone={zone} />
      ) : (
        <Empty title={input.state ? "None of these" : "No messages yet"}>
          When a component that a contract covers goes down, each customer with contacts gets a message here:
          which of its components, since when, how much of its allowance is used.
        </Empty>
      )}
      <Pager
        path={path}
        query={{ state: input.state, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "message" : "messages"}
      />
      <Section title="How customers are told" id="settings">
        <SettingsForm action={saveSettingsAction} organization={organization.slug} settings={settings} />
      </Section>
    </>
  );
}

function MessageTable({
  messages,
  path,
  now,
  zone,
}: {
  messages: WarningView[];
  path: string;
  now: Ms;
  zone: string;
}) {
  return (
    <Table label="Messages to customers" id="messages" columns={columns}>
      {messages.map((each) => (
        <Row key={each.id}>
          <Cell className="max-w-56 truncate">
            <RowLink href={`${path}/${each.id}`}>{each.customer}</RowLink>
          </Cell>
          <Cell className="max-w-64 truncate text-ink-2">
            {phaseWords[each.phase]}: {each.message.components.join(", ")}
          </Cell>
          <Cell className="whitespace-nowrap">{messageWords[each.state]}</Cell>
          <Cell wide className="text-ink-2">
            <Time at={each.createdAt} now={now} zone={zone} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
