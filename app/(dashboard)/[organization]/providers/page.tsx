import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { Live } from "@/app/_ui/live";
import { StateLabel } from "@/app/_ui/state";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { listProviders, type ProviderView } from "@/lib/operations/provider-sources";
import { ProvidersHead } from "./head";
import { formatName } from "./words";

export const metadata: Metadata = { title: "Providers" };

type Props = { params: Promise<{ organization: string }> };

const columns: readonly Column[] = [
  { label: "State" },
  { label: "Provider" },
  { label: "Open incidents", numeric: true, wide: true },
  { label: "Depending on it", numeric: true, wide: true },
  { label: "Last read" },
  { label: "Format", wide: true },
];

export default async function ProvidersPage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const providers = await listProviders(scope, now);
  const home = `/${organization.slug}`;
  const mayWrite = scope.grants.has("write");
  return (
    <>
      <Live />
      <ProvidersHead home={home} current="followed" grants={scope.grants}>
        Third parties that components stand on, in their own words.
      </ProvidersHead>
      {providers.length === 0 ? (
        <Empty
          title="No component depends on a provider"
          action={
            mayWrite ? (
              <ButtonLink href={`${home}/providers/catalogue`}>Look in the catalogue</ButtonLink>
            ) : null
          }
        >
          When a cloud, a payment service or a mail sender fails, it is good to know who of yours stands on
          it, and what they said and when.
        </Empty>
      ) : (
        <Table label="Providers" id="providers" columns={columns}>
          {providers.map((provider) => (
            <ProviderRow key={provider.id} provider={provider} home={home} now={now} zone={zone} />
          ))}
        </Table>
      )}
    </>
  );
}

function ProviderRow({
  provider,
  home,
  now,
  zone,
}: {
  provider: ProviderView;
  home: string;
  now: number;
  zone: string;
}) {
  const { id, name, overall, openIncidents, dependents, heardAt, staleReason, format } = provider;
  return (
    <Row>
      <Cell className="w-px">
        <StateLabel state={overall} />
      </Cell>
      <Cell className="max-w-56 truncate">
        <RowLink href={`${home}/providers/${id}`}>{name}</RowLink>
      </Cell>
      <Cell numeric wide>
        {openIncidents}
      </Cell>
      <Cell numeric wide>
        {dependents}
      </Cell>
      <Cell className="max-w-72 truncate text-ink-2">
        {staleReason ?? (heardAt === null ? "Not yet" : <Time at={heardAt} now={now} zone={zone} />)}
      </Cell>
      <Cell wide className="text-ink-2">
        {formatName(format)}
      </Cell>
    </Row>
  );
}
