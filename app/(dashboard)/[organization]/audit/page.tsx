import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { Pager } from "@/app/_ui/list-controls";
import { PageHead } from "@/app/_ui/page-head";
import { listAuditedActions, listAuditLog } from "@/lib/operations/audit-log";
import { loadActorNames } from "./actors";
import { AuditTable } from "./audit-table";
import { FilterForm } from "./filter-form";
import { auditSearch, daysOf } from "./filters";

export const metadata: Metadata = { title: "Audit" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function AuditPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "admin");
  const search = await readSearch(auditSearch, searchParams);
  const { first_day, last_day, limit, ...filters } = search;
  const [{ items, nextCursor }, names, actions] = await Promise.all([
    shown(listAuditLog(scope, { ...filters, limit, ...daysOf(search, zone) })),
    loadActorNames(scope, now),
    listAuditedActions(scope),
  ]);
  const path = `/${organization.slug}/audit`;
  return (
    <>
      <PageHead title="Audit log">
        Who did what to which object, written together with the act itself. Nothing here can be edited.
      </PageHead>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <FilterForm path={path} search={search} names={names} actions={actions} />
        {items.length > 0 ? <CsvButton table="audit" file="audit-log.csv" /> : null}
      </div>
      {items.length > 0 ? (
        <AuditTable records={items} names={names} organization={organization.slug} now={now} zone={zone} />
      ) : (
        <Empty title="No act matches" action={<ButtonLink href={path}>Show the whole log</ButtonLink>}>
          Nobody did this to this object in these days.
        </Empty>
      )}
      <Pager
        path={path}
        query={{ ...filters, first_day, last_day }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "act" : "acts"}
      />
    </>
  );
}
