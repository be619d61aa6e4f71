import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { address, FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { Choices } from "@/app/_ui/tabs";
import { pageListInput, type StatusPage } from "@/lib/domain/page";
import { subscriberChannels, subscriberListInput, subscriberStates } from "@/lib/domain/subscriber";
import { getPage, listPages } from "@/lib/operations/pages";
import { countPageSubscribers, listSubscribers } from "@/lib/operations/subscribers";
import { SubscriberTable } from "./subscriber-table";
import { channelWords, countsSentence, stateWords } from "./words";

export const metadata: Metadata = { title: "Subscribers" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function SubscribersPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "write");
  const [input, { page: asked }] = [await readSearch(subscriberListInput, searchParams), await searchParams];
  const { items: pages } = await listPages(scope, pageListInput.parse({ limit: 200 }));
  const page = typeof asked === "string" ? await shown(getPage(scope, asked)) : pages[0];
  if (!page) return <NoPages organization={organization.slug} />;
  const [{ items, nextCursor }, counts] = await Promise.all([
    shown(listSubscribers(scope, page.id, input)),
    countPageSubscribers(scope, [page.id]),
  ]);
  const path = `/${organization.slug}/subscribers`;
  const filters = { page: page.id, q: input.q, state: input.state, channel: input.channel };
  return (
    <>
      <PageHead title="Subscribers" actions={<Acts path={path} page={page} />}>
        {countsSentence(counts.get(page.id), page.name)}
      </PageHead>
      <PageChoice pages={pages} current={page} path={path} />
      <FilterBar action={path} q={input.q} placeholder="Search address">
        <input type="hidden" name="page" value={page.id} />
        <FilterSelect
          label="State"
          name="state"
          value={input.state}
          options={[
            { value: "", label: "Any state" },
            ...subscriberStates.map((value) => ({ value, label: stateWords[value] })),
          ]}
        />
        <FilterSelect
          label="Channel"
          name="channel"
          value={input.channel}
          options={[
            { value: "", label: "Any channel" },
            ...subscriberChannels.map((value) => ({ value, label: channelWords[value] })),
          ]}
        />
      </FilterBar>
      {items.length > 0 ? (
        <SubscriberTable
          subscribers={items}
          organization={organization.slug}
          pageId={page.id}
          now={now}
          zone={zone}
        />
      ) : (
        <NoSubscribers
          isFiltered={Boolean(input.q ?? input.state ?? input.channel)}
          page={page}
          path={path}
        />
      )}
      <Pager
        path={path}
        query={{ ...filters, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "subscriber" : "subscribers"}
      />
    </>
  );
}

function Acts({ path, page }: { path: string; page: StatusPage }) {
  return (
    <>
      <ButtonLink href={path.replace(/subscribers$/, "notices")}>Deliveries</ButtonLink>
      <ButtonLink href={`${path}/export.csv?page=${page.id}`} prefetch={false}>
        Export
      </ButtonLink>
      <ButtonLink href={`${path}/import?page=${page.id}`}>Import</ButtonLink>
      <ButtonLink href={`${path}/new?page=${page.id}`} tone="primary">
        Add subscriber
      </ButtonLink>
    </>
  );
}

function PageChoice({ pages, current, path }: { pages: StatusPage[]; current: StatusPage; path: string }) {
  if (pages.length < 2) return null;
  const choices = pages.map((page) => ({
    label: page.name,
    href: address(path, { page: page.id }),
    current: page.id === current.id,
  }));
  return (
    <div className="mb-3">
      <Choices label="Page" choices={choices} />
    </div>
  );
}

function NoPages({ organization }: { organization: string }) {
  return (
    <>
      <PageHead title="Subscribers" />
      <Empty
        title="Nothing to subscribe to yet"
        action={<ButtonLink href={`/${organization}/pages/new`}>New page</ButtonLink>}
      >
        People subscribe to a status page. Make one first; its subscribe form comes with it.
      </Empty>
    </>
  );
}

function NoSubscribers({ isFiltered, page, path }: { isFiltered: boolean; page: StatusPage; path: string }) {
  if (isFiltered)
    return (
      <Empty
        title="Nobody matches"
        action={<ButtonLink href={address(path, { page: page.id })}>Show all</ButtonLink>}
      >
        No subscriber of this page is like that.
      </Empty>
    );
  return (
    <Empty
      title="Nobody has subscribed yet"
      action={<ButtonLink href={`/status/${page.slug}/subscribe`}>Open the form</ButtonLink>}
    >
      Every page has a form, for example /status/{page.slug}/subscribe. Who subscribes there confirms by mail;
      a list you have consent for can be imported.
    </Empty>
  );
}
