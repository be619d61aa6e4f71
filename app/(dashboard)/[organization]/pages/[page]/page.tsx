import type { Metadata } from "next";
import { memberPage, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Confirm } from "@/app/_ui/confirm";
import { CopyField } from "@/app/_ui/copy-field";
import { FactLine } from "@/app/_ui/fact";
import { PageHead, Section } from "@/app/_ui/page-head";
import { StateLabel } from "@/app/_ui/state";
import { Cell, Row, RowLink, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { type ComponentView, componentListInput } from "@/lib/domain/component";
import type { StatusPage } from "@/lib/domain/page";
import { env } from "@/lib/env";
import { listComponents } from "@/lib/operations/components";
import { getPageDomain } from "@/lib/operations/page-domains";
import { getPage } from "@/lib/operations/pages";
import { archivePageAction, verifyDomainAction } from "../actions";
import { accessWords, basisWords } from "../words";
import { DomainPanel } from "./domain-panel";

type Props = { params: Promise<{ organization: string; page: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { scope } = await memberPage(params);
  return { title: (await shown(getPage(scope, (await params).page))).name };
}

export default async function StatusPagePage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params);
  const page = await shown(getPage(scope, (await params).page));
  const { items } = await listComponents(scope, componentListInput.parse({ limit: 200 }), now);
  const domain = await getPageDomain(scope, page.id);
  const list = `/${organization.slug}/pages`;
  const isLive = page.archivedAt === null;
  return (
    <>
      <PageHead
        title={page.name}
        crumb={{ label: "Pages", href: list }}
        actions={
          isLive ? (
            <Acts
              page={page}
              organization={organization.slug}
              mayWrite={scope.grants.has("write")}
              list={list}
            />
          ) : null
        }
      >
        {page.archivedAt === null ? "Published · changed " : "Archived "}
        <Time at={page.archivedAt ?? page.updatedAt} now={now} zone={zone} />
      </PageHead>
      <Facts page={page} />
      {domain.domain === null || !isLive ? null : (
        <DomainPanel
          known={domain}
          check={scope.grants.has("write") ? verifyDomainAction : null}
          fields={{ organization: organization.slug, id: page.id }}
        />
      )}
      <Section title="What it shows" aside="The ledger of each, to check offline">
        <Shown page={page} components={items} organization={organization.slug} isLive={isLive} />
      </Section>
    </>
  );
}

function Acts({
  page,
  organization,
  mayWrite,
  list,
}: {
  page: StatusPage;
  organization: string;
  mayWrite: boolean;
  list: string;
}) {
  return (
    <>
      <ButtonLink
        href={`/status/${page.slug}`}
        tone="primary"
        prefetch={false}
        target="_blank"
        rel="noopener"
      >
        Open the page
      </ButtonLink>
      {mayWrite ? (
        <>
          <ButtonLink href={`${list}/${page.id}/edit`}>Edit</ButtonLink>
          <Confirm
            label="Archive"
            title={`Archive ${page.name}?`}
            verb="Archive page"
            action={archivePageAction}
            fields={{ organization, id: page.id }}
          >
            <p>
              It goes off the air at once: its address answers “not found”, its feeds and badges end, and
              somebody else may take /status/{page.slug}. This cannot be undone.
            </p>
            <p className="mt-2">Its components stay, and so does their ledger.</p>
          </Confirm>
        </>
      ) : null}
    </>
  );
}

function accessText({ access, customerLayer }: StatusPage): string {
  const detail = access.mode === "email_domain" ? access.domains : access.mode === "ip" ? access.cidrs : [];
  const who = [accessWords[access.mode].name, ...(detail.length > 0 ? [detail.join(", ")] : [])].join(": ");
  return customerLayer ? `${who}. Customers’ contacts may sign in to see their own.` : who;
}

function Facts({ page }: { page: StatusPage }) {
  const address = `${env().publicUrl}/status/${page.slug}`;
  return (
    <Section title="How it is set">
      <dl className="divide-y rounded-md border bg-surface px-4 text-sm">
        <FactLine term="Address">
          <CopyField value={address} label="address" />
        </FactLine>
        {page.domain === null ? null : (
          <FactLine term="Own domain">
            <CopyField value={page.domain} label="domain" />
          </FactLine>
        )}
        <FactLine term="May be read by">{accessText(page)}</FactLine>
        <FactLine term="Tells">{basisWords[page.basis].note}</FactLine>
        <FactLine term="Times">
          In {page.timezone}, where a browser does not show its own. Bars are UTC days.
        </FactLine>
        <FactLine term="For machines">
          <span className="flex flex-wrap gap-x-6">
            {["api/v2/summary.json", "history.atom", "history.rss", "badge.svg"].map((file) => (
              <a
                key={file}
                href={`/status/${page.slug}/${file}`}
                className="font-mono text-xs leading-6 underline decoration-line-strong hover:decoration-ink"
              >
                {file}
              </a>
            ))}
          </span>
        </FactLine>
      </dl>
    </Section>
  );
}

function Shown({
  page,
  components,
  organization,
  isLive,
}: {
  page: StatusPage;
  components: readonly ComponentView[];
  organization: string;
  isLive: boolean;
}) {
  const columns = [
    { label: "State" },
    { label: "Name" },
    { label: "Group", wide: true },
    { label: "Ledger", numeric: true },
  ];
  return (
    <Table label="Components of this page" columns={columns}>
      {linesOf(page, components).map(({ component, name, group, isHidden }) => (
        <Row key={component.id}>
          <Cell className="w-px">
            <StateLabel state={page.basis === "worst" ? component.state : component.states[page.basis]} />
          </Cell>
          <Cell>
            <RowLink href={`/${organization}/components/${component.id}`}>{name}</RowLink>
            {isHidden ? <span className="ml-2 text-ink-3 text-xs">only when failing</span> : null}
          </Cell>
          <Cell wide className="text-ink-2">
            {group ?? "—"}
          </Cell>
          <Cell numeric>
            {isLive ? (
              <a
                href={`/status/${page.slug}/ledger/${component.id}.ndjson`}
                download
                className="relative z-10 font-mono text-xs underline decoration-line-strong hover:decoration-ink"
              >
                ndjson<span className="sr-only"> of {name}</span>
              </a>
            ) : (
              "—"
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** The lines of the page, in its own order. */
function linesOf(page: StatusPage, components: readonly ComponentView[]) {
  if (page.components === null)
    return components.map((component) => ({
      component,
      name: component.name,
      group: component.group,
      isHidden: false,
    }));
  return page.components.flatMap(({ componentId, name, group, hiddenUntilFailing }) => {
    const component = components.find(({ id }) => id === componentId);
    if (!component) return [];
    return {
      component,
      name: name ?? component.name,
      group: group ?? component.group,
      isHidden: hiddenUntilFailing,
    };
  });
}
