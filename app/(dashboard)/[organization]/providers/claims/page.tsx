import type { Metadata } from "next";
import Form from "next/form";
import Link from "next/link";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { Pager } from "@/app/_ui/list-controls";
import { Section } from "@/app/_ui/page-head";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { moneyText } from "@/lib/domain/money-text";
import { type Claim, claimListInput, claimStatuses, type Exposure } from "@/lib/domain/upstream";
import { listClaims } from "@/lib/operations/upstream-claims";
import { listUpstreamContracts } from "@/lib/operations/upstream-contracts";
import { readExposure } from "@/lib/operations/upstream-exposure";
import { ProvidersHead } from "../head";
import { claimWords } from "./words";

export const metadata: Metadata = { title: "Claims against providers" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

export default async function ClaimsPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const input = await readSearch(claimListInput, searchParams);
  const [contracts, { items, nextCursor }, exposure] = await Promise.all([
    listUpstreamContracts(scope),
    shown(listClaims(scope, input, now)),
    readExposure(scope, now),
  ]);
  const home = `/${organization.slug}`;
  const path = `${home}/providers/claims`;
  const nameOf = new Map(contracts.map((each) => [each.id, `${each.providerName}, ${each.name}`]));
  return (
    <>
      <ProvidersHead home={home} current="claims" grants={scope.grants}>
        What providers promise us and what they owe when they fail, by our own measurement.
      </ProvidersHead>
      {contracts.length === 0 ? (
        <Empty
          title="No provider’s promise is kept here"
          action={<ButtonLink href={`${path}/new`}>Add a contract with a provider</ButtonLink>}
        >
          Most clouds credit part of the fee when they fail, but only to those who claim it in time.
        </Empty>
      ) : (
        <>
          <Form action={path} className="mb-3">
            <FilterSelect
              label="Status"
              name="status"
              value={input.status}
              options={[
                { value: "", label: "Any status" },
                ...claimStatuses.map((value) => ({ value, label: claimWords[value] })),
              ]}
            />
          </Form>
          <Claims claims={items} nameOf={nameOf} path={path} now={now} zone={zone} />
          <Pager
            path={path}
            query={{ status: input.status, cursor: input.cursor }}
            nextCursor={nextCursor}
            shown={items.length}
            noun={items.length === 1 ? "period" : "periods"}
          />
          <div className="mt-10">
            <ExposureTable exposure={exposure} />
          </div>
          <Section title="Contracts" aside={<Link href={`${path}/new`}>Add one</Link>}>
            <ul className="divide-y divide-line rounded-md border bg-surface text-sm">
              {contracts.map((each) => (
                <li key={each.id} className="flex flex-wrap justify-between gap-x-4 px-3 py-2">
                  <span className="font-medium">{nameOf.get(each.id)}</span>
                  <span className="text-ink-2">
                    {moneyText(each.fees.amount_minor, each.fees.currency)} a period, claims within{" "}
                    {each.claimDays} days
                  </span>
                  {each.gaps.map(({ month, reason }) => (
                    <span key={month} className="w-full text-degraded text-xs">
                      {month} cannot be computed yet: {reason} It is tried again every hour.
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </Section>
        </>
      )}
    </>
  );
}

const claimColumns: readonly Column[] = [
  { label: "Period" },
  { label: "Contract", wide: true },
  { label: "Status" },
  { label: "By the terms", numeric: true },
  { label: "Granted", numeric: true, wide: true },
  { label: "Claim until", wide: true },
];

function Claims({
  claims,
  nameOf,
  path,
  now,
  zone,
}: {
  claims: readonly Claim[];
  nameOf: ReadonlyMap<string, string>;
  path: string;
  now: number;
  zone: string;
}) {
  if (claims.length === 0)
    return <p className="mb-6 text-ink-2 text-sm">No period is over yet, or none has this status.</p>;
  return (
    <Table label="Claims" id="claims" columns={claimColumns}>
      {claims.map((claim) => (
        <Row key={claim.id}>
          <Cell>
            <RowLink href={`${path}/${claim.id}`}>{claim.month}</RowLink>
          </Cell>
          <Cell wide className="max-w-72 truncate">
            {nameOf.get(claim.contractId)}
          </Cell>
          <Cell>{claimWords[claim.status]}</Cell>
          <Cell numeric csv={claim.computedMinor}>
            {moneyText(claim.computedMinor, claim.currency)}
          </Cell>
          <Cell numeric wide>
            {claim.grantedMinor === null ? "" : moneyText(claim.grantedMinor, claim.currency)}
          </Cell>
          <Cell wide className="text-ink-2">
            {claim.status === "open" ? <Time at={claim.deadline} now={now} zone={zone} /> : ""}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

const exposureColumns: readonly Column[] = [
  { label: "Month" },
  { label: "Providers owe us", numeric: true },
  { label: "We owe customers", numeric: true },
  { label: "Net", numeric: true },
];

/** Credits owed to us against credits we owe; a month and a currency a row. */
function ExposureTable({ exposure }: { exposure: readonly Exposure[] }) {
  return (
    <Section title="Net exposure">
      {exposure.length === 0 ? (
        <p className="text-ink-2 text-sm">Nobody owes anybody anything.</p>
      ) : (
        <Table label="Net exposure by month" id="exposure" columns={exposureColumns} scrolls>
          {exposure.map(({ month, currency, owedToUsMinor, weOweMinor, netMinor }) => (
            <Row key={`${month} ${currency}`}>
              <Cell className="whitespace-nowrap">{month}</Cell>
              <Cell numeric csv={owedToUsMinor} className="whitespace-nowrap">
                {moneyText(owedToUsMinor, currency)}
              </Cell>
              <Cell numeric csv={weOweMinor} className="whitespace-nowrap">
                {moneyText(weOweMinor, currency)}
              </Cell>
              <Cell
                numeric
                csv={netMinor}
                className={netMinor < 0 ? "whitespace-nowrap text-major" : "whitespace-nowrap"}
              >
                {moneyText(netMinor, currency)}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}
