import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { Confirm } from "@/app/_ui/confirm";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { ShortTime } from "@/app/_ui/short-time";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { listSuppressionsInput, type Suppression, suppressionReasons } from "@/lib/domain/suppression";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { listSuppressions } from "@/lib/operations/suppressions";
import { liftSuppressionAction, suppressAddressAction } from "../actions";
import { reasonWords } from "../words";
import { SuppressForm } from "./suppress-form";

export const metadata: Metadata = { title: "Suppressed addresses" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const columns: readonly Column[] = [
  { label: "Address" },
  { label: "Why" },
  { label: "In their words", wide: true },
  { label: "Since", wide: true },
  { label: "Acts", silent: true },
];

export default async function SuppressionsPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(listSuppressionsInput, searchParams);
  const { items, nextCursor } = await shown(listSuppressions(scope, input));
  const home = `/${organization.slug}/notices`;
  const path = `${home}/suppressions`;
  const mayWrite = scope.grants.has("write");
  return (
    <>
      <PageHead
        title="Suppressed addresses"
        crumb={{ label: "Deliveries", href: home }}
        actions={
          mayWrite ? (
            <SuppressForm action={suppressAddressAction} organization={organization.slug} />
          ) : undefined
        }
      >
        Nothing is sent to these. Whoever bounced or complained comes back by subscribing again.
      </PageHead>
      <FilterBar action={path} q={input.q} placeholder="Search address">
        <FilterSelect
          label="Why"
          name="reason"
          value={input.reason}
          options={[
            { value: "", label: "Any reason" },
            ...suppressionReasons.map((value) => ({ value, label: reasonWords[value] })),
          ]}
        />
      </FilterBar>
      {items.length > 0 ? (
        <Table label="Suppressed addresses" id="suppressions" columns={columns}>
          {items.map((item) => (
            <SuppressionRow
              key={item.id}
              item={item}
              organization={mayWrite ? organization.slug : null}
              now={now}
              zone={zone}
            />
          ))}
        </Table>
      ) : (
        <Empty title={input.q || input.reason ? "None of these" : "Nobody is suppressed"}>
          An address gets here when its mailbox refuses mail for good, when its reader marks mail as spam, or
          when you add it.
        </Empty>
      )}
      <Pager
        path={path}
        query={{ q: input.q, reason: input.reason, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "address" : "addresses"}
      />
    </>
  );
}

/** `organization` is null for whoever may only read. */
function SuppressionRow({
  item,
  organization,
  now,
  zone,
}: {
  item: Suppression;
  organization: string | null;
  now: Ms;
  zone: string;
}) {
  return (
    <Row>
      <Cell className="break-all font-medium sm:max-w-64 sm:truncate">{item.address}</Cell>
      <Cell className="sm:whitespace-nowrap" csv={item.reason}>
        {reasonWords[item.reason]}
      </Cell>
      <Cell wide className="w-full max-w-0 truncate text-ink-2">
        <span title={item.detail ?? undefined}>{item.detail ?? "—"}</span>
      </Cell>
      <Cell wide className="whitespace-nowrap text-ink-2" csv={formatInstant(item.createdAt)}>
        <ShortTime at={item.createdAt} now={now} zone={zone} />
      </Cell>
      <Cell className="text-right">
        {organization !== null && item.reason === "manual" ? (
          <Confirm
            label="Lift"
            opener="ghost"
            title={`Send to ${item.address} again?`}
            verb="Lift"
            action={liftSuppressionAction}
            fields={{ organization, id: item.id }}
          >
            It gets what it is subscribed to from now on. What was held back is not sent later.
          </Confirm>
        ) : null}
      </Cell>
    </Row>
  );
}
