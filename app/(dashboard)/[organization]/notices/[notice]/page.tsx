import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Confirm } from "@/app/_ui/confirm";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead, Section } from "@/app/_ui/page-head";
import { channels, deliveryStatuses } from "@/lib/domain/delivery";
import {
  type ListDeliveriesInput,
  listDeliveriesInput,
  type Notice,
  onceOnlyTemplates,
} from "@/lib/domain/notice";
import { getNotice, listDeliveries } from "@/lib/operations/delivery-desk";
import { resendNoticeAction } from "../actions";
import { channelWords, noticeStateWords, noticeTitle, statusWords } from "../words";
import { DeliveryTable } from "./delivery-table";
import { FunnelView } from "./funnel-view";

export const metadata: Metadata = { title: "Notice" };

type Props = { params: Promise<{ organization: string; notice: string }>; searchParams: Search };

export default async function NoticePage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const id = (await params).notice;
  const input = await readSearch(listDeliveriesInput, searchParams);
  const [notice, { items, nextCursor }] = await Promise.all([
    shown(getNotice(scope, id)),
    shown(listDeliveries(scope, id, input)),
  ]);
  const home = `/${organization.slug}/notices`;
  const path = `${home}/${id}`;
  const { q, status, channel } = input;
  return (
    <>
      <PageHead
        title={noticeTitle(notice)}
        crumb={{ label: "Deliveries", href: home }}
        actions={
          scope.grants.has("write") ? <Acts notice={notice} organization={organization.slug} /> : undefined
        }
      >
        {noticeStateWords[notice.state]}
      </PageHead>
      <Section title="What became of it">
        <FunnelView notice={notice} path={path} zone={zone} />
      </Section>
      <Section title="Recipients">
        <Filters path={path} input={input} csv={items.length > 0 ? `deliveries-${id}.csv` : null} />
        {items.length > 0 ? (
          <DeliveryTable deliveries={items} now={now} zone={zone} />
        ) : (
          <Empty title="Nobody matches">
            {q || status || channel ? "No recipient has this fate." : "Its recipients are being looked up."}
          </Empty>
        )}
        <Pager
          path={path}
          query={{ q, status, channel, cursor: input.cursor }}
          nextCursor={nextCursor}
          shown={items.length}
          noun={items.length === 1 ? "recipient" : "recipients"}
        />
      </Section>
    </>
  );
}

/** `csv` names the file to download; null when there is nothing in it. */
function Filters({ path, input, csv }: { path: string; input: ListDeliveriesInput; csv: string | null }) {
  return (
    <FilterBar
      action={path}
      q={input.q}
      placeholder="Search address"
      aside={csv === null ? undefined : <CsvButton table="deliveries" file={csv} />}
    >
      <FilterSelect
        label="Fate"
        name="status"
        value={input.status}
        options={[
          { value: "", label: "Any fate" },
          ...deliveryStatuses.map((value) => ({ value, label: statusWords[value] })),
        ]}
      />
      <FilterSelect
        label="Channel"
        name="channel"
        value={input.channel}
        options={[
          { value: "", label: "Any channel" },
          ...channels.map((value) => ({ value, label: channelWords[value] })),
        ]}
      />
    </FilterBar>
  );
}

function Acts({ notice, organization }: { notice: Notice; organization: string }) {
  const { failed, uncertain } = notice.funnel;
  const fields = { organization, id: notice.id };
  const mayResend = notice.state !== "cancelled" && !onceOnlyTemplates.includes(notice.template);
  return (
    <>
      {notice.incidentId ? (
        <ButtonLink href={`/${organization}/incidents/${notice.incidentId}`}>Open incident</ButtonLink>
      ) : null}
      {mayResend && failed > 0 ? (
        <Confirm
          label="Send again to failed"
          title="Send again to those it failed to reach?"
          verb="Send again"
          action={resendNoticeAction}
          fields={fields}
        >
          {failed.toLocaleString("en")} recipients get it now. Whoever was told is not told again, and whoever
          asked us to stop meanwhile gets nothing. What has left cannot be taken back.
        </Confirm>
      ) : null}
      {mayResend && uncertain > 0 ? (
        <Confirm
          label="Send again to uncertain"
          title="Send again to those of whom nobody knows?"
          verb="Send again"
          action={resendNoticeAction}
          fields={{ ...fields, include_uncertain: "on" }}
        >
          The answer about {uncertain.toLocaleString("en")} recipients was lost: some may have it already and
          would read it twice.
        </Confirm>
      ) : null}
    </>
  );
}
