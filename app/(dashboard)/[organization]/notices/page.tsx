import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { address, FilterBar, Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { Choices } from "@/app/_ui/tabs";
import { listNoticesInput, noticeTemplates } from "@/lib/domain/notice";
import { listNotices } from "@/lib/operations/delivery-desk";
import { NoticeTable } from "./notice-table";
import { templateName } from "./words";

export const metadata: Metadata = { title: "Deliveries" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function NoticesPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const input = await readSearch(listNoticesInput, searchParams);
  const { items, nextCursor } = await shown(listNotices(scope, input));
  const path = `/${organization.slug}/notices`;
  const { q, template } = input;
  const filters = { q, template, incident_id: input.incident_id };
  const choices = [
    { label: "All", href: address(path, filters), current: !input.trouble },
    {
      label: "With trouble",
      href: address(path, { ...filters, trouble: "true" }),
      current: input.trouble === true,
    },
  ];
  const isFiltered = q !== undefined || template !== undefined;
  return (
    <>
      <PageHead
        title="Deliveries"
        actions={<ButtonLink href={`${path}/suppressions`}>Suppressed addresses</ButtonLink>}
      >
        What was told to whom, and what became of each copy.
      </PageHead>
      <FilterBar
        action={path}
        q={q}
        placeholder="Title or whole address"
        aside={<Choices label="Which" choices={choices} />}
      >
        {input.incident_id ? <input type="hidden" name="incident_id" value={input.incident_id} /> : null}
        {input.trouble ? <input type="hidden" name="trouble" value="true" /> : null}
        <FilterSelect
          label="About"
          name="template"
          value={template}
          options={[
            { value: "", label: "About anything" },
            ...noticeTemplates.map((value) => ({ value, label: templateName(value) })),
          ]}
        />
      </FilterBar>
      {input.incident_id ? (
        <p className="text-ink-2 text-sm">
          Of one incident. <ButtonLink href={path}>Show all</ButtonLink>
        </p>
      ) : null}
      {items.length > 0 ? (
        <NoticeTable notices={items} path={path} now={now} zone={zone} />
      ) : (
        <Empty title={input.trouble ? "No trouble" : isFiltered ? "Nothing matches" : "Nothing was told yet"}>
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
