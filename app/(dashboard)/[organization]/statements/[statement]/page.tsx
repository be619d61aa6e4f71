import type { Metadata } from "next";
import Link from "next/link";
import { memberPage, shown } from "@/app/_server/page";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button";
import { PageHead, Section } from "@/app/_ui/page-head";
import { ExactTime } from "@/app/_ui/time";
import { spokenMonth } from "@/lib/domain/calendar-text";
import type { StatementView } from "@/lib/domain/statement";
import { outcomeSentence } from "@/lib/domain/statement-words";
import { readChronic } from "@/lib/operations/chronic";
import { readStatementSheet } from "@/lib/operations/statement-sheet";
import { ChronicBanners } from "../../contracts/chronic-banner";
import { StatementStatusLabel } from "../statement-status";
import { Arithmetic } from "./arithmetic";
import { CloseDialog } from "./close-dialog";
import { Grounds } from "./grounds";
import { Intervals } from "./intervals";
import { InvoiceSection } from "./invoice-section";
import { Outlook } from "./outlook";
import { Restated } from "./restated";

type Params = Promise<{ organization: string; statement: string }>;
type Props = { params: Params };

export const metadata: Metadata = { title: "Statement" };

/** The working, line by line, each line opening its intervals, each interval its entries, each entry its proof. */
export default async function StatementPage({ params }: Props) {
  const { scope, organization, now } = await memberPage(params, "finance");
  const { statement: id } = await params;
  const sheet = await shown(readStatementSheet(scope, id, now));
  const { view, original } = sheet;
  const chronic = await readChronic(scope, { contractId: view.contractId }, now);
  const home = `/${organization.slug}`;
  const path = `${home}/statements/${id}`;
  return (
    <>
      <PageHead
        title={`${view.service}, ${spokenMonth(view.month)}`}
        crumb={{ label: "Statements", href: `${home}/statements` }}
        actions={<Files view={view} path={path} organization={organization.slug} />}
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatementStatusLabel status={view.status} />
          <Link href={`${home}/customers/${view.customerId}`} className="hover:underline">
            {view.customerName}
          </Link>
          <Link href={`${home}/contracts/${view.contractId}`} className="hover:underline">
            {view.contractName}
          </Link>
          <span className="text-ink-3">
            <ExactTime at={view.period.from} zone={view.timezone} /> to{" "}
            <ExactTime at={view.period.to} zone={view.timezone} />
          </span>
        </span>
      </PageHead>
      <Outcome view={view} home={home} />
      <ChronicBanners
        cases={chronic.filter(
          ({ commitmentId, metAt }) =>
            commitmentId === view.commitmentId && metAt > view.period.from && metAt <= view.period.to,
        )}
        home={home}
      />
      {view.result !== null && !view.result.data_sufficient && view.result.uptime_percent !== null ? (
        <Banner
          tone="warning"
          title="Too much of the period is without data: no credit is approved by rule. A person decides."
        />
      ) : null}
      {view.projection ? <Outlook view={view} projection={view.projection} /> : null}
      {original ? <Restated view={view} original={original} home={home} /> : null}
      <Section title="How it was computed">
        <Arithmetic lines={sheet.arithmetic} />
      </Section>
      <Section title="Intervals that were not simply up" id="intervals">
        <Intervals sheet={sheet} home={home} />
      </Section>
      <InvoiceSection view={view} organization={organization.slug} />
      <Section title="What it rests on">
        <Grounds sheet={sheet} home={home} />
      </Section>
    </>
  );
}

function Files({ view, path, organization }: { view: StatementView; path: string; organization: string }) {
  return (
    <>
      <ButtonLink href={`${path}/statement.pdf`} prefetch={false}>
        PDF
      </ButtonLink>
      <ButtonLink href={`${path}/statement.xlsx`} prefetch={false}>
        Workbook
      </ButtonLink>
      <ButtonLink href={`${path}/evidence.csv`} prefetch={false}>
        Evidence
      </ButtonLink>
      {view.status === "closed" ? (
        <ButtonLink href={`${path}/audit-pack.zip`} prefetch={false}>
          Audit pack
        </ButtonLink>
      ) : null}
      {view.status === "ready" ? <CloseDialog view={view} organization={organization} /> : null}
    </>
  );
}

/** What it comes to, and where that leads. */
function Outcome({ view, home }: { view: StatementView; home: string }) {
  return (
    <Banner tone={toneOf(view)} title={outcomeSentence(view)}>
      {view.status === "settling" ? (
        <>
          Late evidence is awaited until <ExactTime at={view.readyAt} zone={view.timezone} />.
        </>
      ) : null}
      {view.supersededBy === null ? null : (
        <>
          Later evidence says otherwise:{" "}
          <Link href={`${home}/statements/${view.supersededBy}`} className="underline underline-offset-2">
            see the restatement
          </Link>
          .
        </>
      )}
      {view.creditId === null ? null : (
        <>
          {" "}
          <Link href={`${home}/credits/${view.creditId}`} className="underline underline-offset-2">
            See its credit
          </Link>
          .
        </>
      )}
    </Banner>
  );
}

function toneOf({ result, projection }: StatementView) {
  if (result === null || result.breached) return "bad";
  return projection?.isAtRisk || result.uptime_percent === null ? "warning" : "good";
}
