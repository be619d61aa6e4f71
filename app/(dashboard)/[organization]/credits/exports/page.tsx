import type { Metadata } from "next";
import { z } from "zod";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { Button } from "@/app/_ui/button";
import { CopyField } from "@/app/_ui/copy-field";
import { Empty } from "@/app/_ui/empty";
import { Pager } from "@/app/_ui/list-controls";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { ExactTime } from "@/app/_ui/time";
import { monthField } from "@/lib/domain/accounting-period";
import { type Manifest, manifestListInput } from "@/lib/domain/manifest";
import { moneyText } from "@/lib/domain/money-text";
import { readCustomerChoices } from "@/lib/operations/customers";
import { listManifests } from "@/lib/operations/exports";
import { monthOptions } from "../../statements/words";
import { ExportForm } from "./export-form";

export const metadata: Metadata = { title: "Export credits" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const search = manifestListInput.extend({
  period: monthField.optional(),
  customer_id: z.string().max(100).optional(),
  currency: z.string().max(3).optional(),
});

/** The register as files, and the manifest of every file that left. */
export default async function ExportsPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const input = await readSearch(search, searchParams);
  const [{ items, nextCursor }, customers] = await Promise.all([
    shown(listManifests(scope, input)),
    readCustomerChoices(scope),
  ]);
  const path = `/${organization.slug}/credits`;
  return (
    <>
      <PageHead title="Export credits" crumb={{ label: "Credits", href: path }}>
        For the accounts and for the audit. A locked accounting period gives the same bytes for ever.
      </PageHead>
      <Section title="Make a file">
        <ExportForm
          path={`${path}/export`}
          months={monthOptions(now, zone)}
          customers={customers.map(({ id, name }) => ({ value: id, label: name }))}
          chosen={{ period: input.period ?? "", customer_id: input.customer_id ?? "" }}
        />
      </Section>
      <Section title="Files that left" aside="Row count, totals and hash of each">
        <form className="mb-3 flex flex-wrap gap-2">
          <input
            type="search"
            name="sha256"
            defaultValue={input.sha256}
            aria-label="SHA-256 of a file in hand"
            placeholder="SHA-256 of a file in hand"
            className="h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 sm:w-96"
          />
          <Button type="submit">Find</Button>
        </form>
        {items.length > 0 ? (
          <Manifests
            manifests={items}
            customers={new Map(customers.map(({ id, name }) => [id, name]))}
            zone={zone}
          />
        ) : (
          <Empty title={input.sha256 ? "No file has this hash" : "No file has left yet"}>
            {input.sha256
              ? "It was not made here, or it was changed since."
              : "Every file is noted here with what it held, as soon as its last byte was sent."}
          </Empty>
        )}
        <Pager
          path={`${path}/exports`}
          query={{ sha256: input.sha256, cursor: input.cursor }}
          nextCursor={nextCursor}
          shown={items.length}
          noun={items.length === 1 ? "file" : "files"}
        />
      </Section>
    </>
  );
}

const columns: readonly Column[] = [
  { label: "File" },
  { label: "Filter", wide: true },
  { label: "Rows", numeric: true },
  { label: "Net totals", wide: true },
  { label: "SHA-256" },
  { label: "When", wide: true },
];

/** A part of a filter as people read it: a customer by name, everything else as it was asked for. */
function filterWords(name: string, value: string, customers: ReadonlyMap<string, string>): string {
  if (name === "customer_id") return customers.get(value) ?? value;
  return `${name.replaceAll("_", " ")} ${value}`;
}

function Manifests({
  manifests,
  customers,
  zone,
}: {
  manifests: readonly Manifest[];
  customers: ReadonlyMap<string, string>;
  zone: string;
}) {
  return (
    <Table label="Files that left" id="manifests" columns={columns} scrolls>
      {manifests.map((manifest) => (
        <Row key={manifest.id}>
          <Cell className="whitespace-nowrap">
            {manifest.kind} {manifest.format}
          </Cell>
          <Cell wide className="text-ink-2 text-xs">
            {Object.entries(manifest.filter)
              .filter(([, value]) => value !== null)
              .map(([name, value]) => filterWords(name, String(value), customers))
              .join(", ")}
          </Cell>
          <Cell numeric>{manifest.rows}</Cell>
          <Cell wide className="whitespace-nowrap text-xs tabular-nums">
            {manifest.totals.map(({ currency, net_minor }) => moneyText(net_minor, currency)).join(", ")}
          </Cell>
          <Cell>
            <CopyField value={manifest.sha256} shown={manifest.sha256.slice(0, 10)} label="SHA-256" />
          </Cell>
          <Cell wide className="text-ink-2">
            <ExactTime at={manifest.exportedAt} zone={zone} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
