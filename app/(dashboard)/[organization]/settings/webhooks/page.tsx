import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { Empty } from "@/app/_ui/empty";
import { Pager } from "@/app/_ui/list-controls";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { eventCatalogue, isFinanceEvent, listenableTypes } from "@/lib/domain/event-catalogue";
import { pageInput } from "@/lib/domain/input";
import { listWebhooks } from "@/lib/operations/webhooks";
import { SettingsHead } from "../head";
import { WebhookForm } from "./webhook-form";
import { healthWord } from "./words";

export const metadata: Metadata = { title: "Webhooks" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const columns: readonly Column[] = [
  { label: "Address" },
  { label: "Health" },
  { label: "Events", wide: true, numeric: true },
  { label: "Last told", wide: true },
];

export default async function WebhooksPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "admin");
  const input = await readSearch(pageInput, searchParams);
  const { items, nextCursor } = await shown(listWebhooks(scope, input));
  const path = `/${organization.slug}/settings/webhooks`;
  const offered = listenableTypes
    .filter((type) => scope.grants.has("finance") || !isFinanceEvent(type))
    .map((type) => ({ type, summary: eventCatalogue[type].summary }));
  return (
    <>
      <SettingsHead organization={organization.slug} grants={scope.grants} view="webhooks" />
      <WebhookForm organization={organization.slug} offered={offered} />
      {items.length > 0 ? (
        <Table label="Webhooks" id="webhooks" columns={columns}>
          {items.map((webhook) => (
            <Row key={webhook.id}>
              <Cell className="max-w-72 truncate">
                <RowLink href={`${path}/${webhook.id}`}>{webhook.url}</RowLink>
              </Cell>
              <Cell>{healthWord(webhook)}</Cell>
              <Cell wide numeric>
                {webhook.eventTypes.length}
              </Cell>
              <Cell wide className="text-ink-2">
                {webhook.lastSuccessAt === null ? (
                  "Never"
                ) : (
                  <Time at={webhook.lastSuccessAt} now={now} zone={zone} />
                )}
              </Cell>
            </Row>
          ))}
        </Table>
      ) : (
        <Empty title="Nobody listens yet">
          A webhook tells your own systems what happens here, for example an incident or a maintenance, signed
          and at least once.
        </Empty>
      )}
      <Pager
        path={path}
        query={{ cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "webhook" : "webhooks"}
      />
    </>
  );
}
