import type { Metadata } from "next";
import { memberPage, type Search, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import { exactLocalText } from "@/lib/domain/local-time";
import { parseInstant } from "@/lib/domain/time";
import { getComponent } from "@/lib/operations/components";
import { CorrectionForm } from "./correction-form";

export const metadata: Metadata = { title: "Correct the ledger" };

type Props = { params: Promise<{ organization: string; component: string }>; searchParams: Search };

export default async function CorrectPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "write");
  const { component: id } = await params;
  const { name } = await shown(getComponent(scope, id, now));
  const given = await searchParams;
  const text = (field: string) => (typeof given[field] === "string" ? given[field] : "");
  const local = (field: string) => {
    const instant = parseInstant(text(field));
    return instant === null ? "" : exactLocalText(instant, zone);
  };
  return (
    <>
      <PageHead
        title={`Correct the ledger of ${name}`}
        crumb={{ label: "Ledger", href: `/${organization.slug}/ledger/${id}` }}
      >
        Lays your word over a stretch of time. What was written stays readable below it, for ever.
      </PageHead>
      <CorrectionForm
        organization={organization.slug}
        component={id}
        zone={zone}
        initial={{ from: local("from"), to: local("to"), supersedes: text("supersedes") }}
      />
    </>
  );
}
