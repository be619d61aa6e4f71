import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { address, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { Choices } from "@/app/_ui/tabs";
import { listNoticesInput } from "@/lib/domain/notice";
import { listNotices } from "@/lib/operations/delivery-desk";
import { NoticeTable } from "./notice-table";

export const metadata: Metadata = { title: "Deliveries" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function NoticesPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(listNoticesInput, searchParams);
  const { items, nextCursor } = await shown(listNotices(scope, input));
  const path = `/${organization.slug}/notices`;
  const filters = { template: input.template, incident_id: input.incident_id };
  const choices = [
    { label: "All", href: address(path, filters), current: !input.trouble },
    {
      label: "With trouble",
      href: address(path, { ...filters, trouble: "true" }),
      current: input.trouble === true,
    },
  ];
  return (
    <>
      <PageHead
        title="Deliveries"
        actions={<ButtonLink href={`${path}/suppressions`}>Suppressed addresses</ButtonLink>}
      >
        What was told to whom, and what became of each copy.
      </PageHead>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Choices label="Which" choices={choices} />
        {input.incident_id ? (
          <p className="text-ink-2 text-sm">
            Of one incident. <ButtonLink href={path}>Show all</ButtonLink>
          </p>
        ) : null}
      </div>
      {items.length > 0 ? (
        <NoticeTable notices={items} path={path} now={now} zone={zone} />
      ) : (
        <Empty title={input.trouble ? "No trouble" : "Nothing was told yet"}>
          {input.trouble
            ? "Every copy reached somebody or still waits."
            : "When an incident or maintenance is announced, its mails appear here with each recipient's fate."}
        </Empty>
      )}
      <Pager
        path={path}
        query={{ ...filters, trouble: input.trouble ? "true" : undefined, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "notice" : "notices"}
      />
    </>
  );
}
