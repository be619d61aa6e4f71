import type { Metadata } from "next";
import { memberPage, readSearch, type Search } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Empty } from "@/app/_ui/empty";
import { address, FilterBar, Pager } from "@/app/_ui/list-controls";
import { Cell, type Column, Row, RowLink, Table } from "@/app/_ui/table";
import { listKnownProviders, providerListInput } from "@/lib/domain/provider-catalogue";
import { ProvidersHead } from "../head";
import { formatName } from "../words";

export const metadata: Metadata = { title: "Catalogue of providers" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const columns: readonly Column[] = [
  { label: "Provider" },
  { label: "Status page", wide: true },
  { label: "Format" },
];

export default async function CataloguePage({ params, searchParams }: Props) {
  const { scope, organization } = await memberPage(params);
  const input = await readSearch(providerListInput, searchParams);
  const { items, nextCursor } = listKnownProviders({ ...input, limit: 100 });
  const home = `/${organization.slug}`;
  const path = `${home}/providers/catalogue`;
  const mayWrite = scope.grants.has("write");
  return (
    <>
      <ProvidersHead home={home} current="catalogue" grants={scope.grants}>
        Providers whose status documents are known. Any other can be added by its address.
      </ProvidersHead>
      <FilterBar action={path} q={input.q} placeholder="Search name, purpose or address" />
      {items.length === 0 ? (
        <Empty
          title="No known provider matches"
          action={
            mayWrite ? <ButtonLink href={`${home}/providers/add`}>Add it by its address</ButtonLink> : null
          }
        >
          Most status pages are recognised by their address alone.
        </Empty>
      ) : (
        <Table label="Known providers" id="catalogue" columns={columns}>
          {items.map(({ slug, name, homepage, format }) => (
            <Row key={slug}>
              <Cell className="max-w-56 truncate">
                {mayWrite ? (
                  <RowLink href={address(`${home}/providers/add`, { slug })}>{name}</RowLink>
                ) : (
                  <span className="font-medium">{name}</span>
                )}
              </Cell>
              <Cell wide className="max-w-72 truncate font-mono text-ink-2 text-xs">
                {homepage.replace("https://", "")}
              </Cell>
              <Cell className="text-ink-2">{formatName(format)}</Cell>
            </Row>
          ))}
        </Table>
      )}
      <Pager
        path={path}
        query={{ q: input.q, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "provider" : "providers"}
      />
    </>
  );
}
