import type { Metadata } from "next";
import Link from "next/link";
import { memberPage, shown } from "@/app/_server/page";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button";
import { PageHead, Section } from "@/app/_ui/page-head";
import { ExactTime } from "@/app/_ui/time";
import { spokenMonth } from "@/lib/domain/calendar-text";
import { creditKindWords } from "@/lib/domain/credit-status-words";
import { moneyText } from "@/lib/domain/money-text";
import { type CreditView, getCredit } from "@/lib/operations/credits";
import { CreditStatusLabel } from "../credit-status";
import { Acts } from "./acts";
import { Facts } from "./facts";
import { History } from "./history";

type Props = { params: Promise<{ organization: string; credit: string }> };

export const metadata: Metadata = { title: "Credit" };

/** One credit from the statement it comes from to the memo it became, and what can be done with it. */
export default async function CreditPage({ params }: Props) {
  const member = await memberPage(params, "finance");
  const { scope, organization, now, zone } = member;
  const { credit: id } = await params;
  const credit = await shown(getCredit(scope, id, now));
  const home = `/${organization.slug}`;
  const { title } = credit;
  const amount =
    credit.amountMinor === 0 && credit.creditDays > 0
      ? `${credit.creditDays} days`
      : moneyText(credit.amountMinor, credit.currency);
  return (
    <>
      <PageHead
        title={`${creditKindWords[credit.kind]} of ${amount}`}
        crumb={{ label: "Credits", href: `${home}/credits` }}
        actions={
          <>
            <ButtonLink href={`${home}/statements/${credit.statementId}`}>Statement</ButtonLink>
            {credit.memo ? (
              <ButtonLink href={`${home}/credits/${id}/memo.pdf`} prefetch={false}>
                Memo PDF
              </ButtonLink>
            ) : null}
            <Acts credit={credit} organization={organization.slug} now={now} zone={zone} />
          </>
        }
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <CreditStatusLabel status={credit.status} />
          <Link href={`${home}/customers/${credit.customerId}`} className="hover:underline">
            {title.customerName}
          </Link>
          <span>
            {title.service}, {spokenMonth(title.month)}
          </span>
        </span>
      </PageHead>
      <Hindrances credit={credit} />
      <Section title="Facts">
        <Facts credit={credit} zone={zone} home={home} />
      </Section>
      <Section title="What happened">
        <History credit={credit} zone={zone} />
      </Section>
    </>
  );
}

/** Why it does not go on by itself. */
function Hindrances({ credit }: { credit: CreditView }) {
  const {
    status,
    dataSufficient,
    needsTwo,
    awaitsSecond,
    approvals,
    actors,
    claimRequired,
    claimDeadline,
    kind,
  } = credit;
  const isOpen = status === "eligible" || status === "claimed";
  const [first] = approvals;
  return (
    <>
      {isOpen && !dataSufficient ? (
        <Banner
          tone="warning"
          title="Too much of the period is without data, so no rule approved this credit. A person decides, and says why."
        />
      ) : null}
      {isOpen && needsTwo ? (
        <Banner
          tone="warning"
          title={
            awaitsSecond
              ? `${actors.get(first?.by ?? "") ?? first?.by} approved. Another member has to approve too.`
              : "The amount is above the limit: two members have to approve."
          }
        />
      ) : null}
      {status === "eligible" && claimRequired && kind === "credit" ? (
        <Banner title="The customer has to claim this credit.">
          {claimDeadline === null ? null : (
            <>
              The deadline is <ExactTime at={claimDeadline} zone={credit.title.timezone} />. After it the
              credit expires.
            </>
          )}
        </Banner>
      ) : null}
      {status === "denied" && credit.deniedReason !== null ? (
        <Banner title="Denied.">{credit.deniedReason}</Banner>
      ) : null}
    </>
  );
}
