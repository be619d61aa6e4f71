import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { Empty } from "@/app/_ui/empty";
import { Section } from "@/app/_ui/page-head";
import { pageListInput } from "@/lib/domain/page";
import { listPages } from "@/lib/operations/pages";
import { listPageSenders, listSendingDomains } from "@/lib/operations/sending-domains";
import { SettingsHead } from "../head";
import { addDomainAction, saveSenderAction } from "./actions";
import { DomainCard } from "./domain-card";
import { DomainForm } from "./domain-form";
import { SenderForm } from "./sender-form";

export const metadata: Metadata = { title: "Mail" };

type Props = { params: Promise<{ organization: string }> };

/** Pages whose senders are shown; an organization with more sets them through REST. */
const pagesMax = 20;

export default async function MailPage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "admin");
  const [domains, { items: pages }] = await Promise.all([
    listSendingDomains(scope),
    listPages(scope, pageListInput.parse({ limit: pagesMax })),
  ]);
  const senders = await listPageSenders(
    scope,
    pages.map(({ id }) => id),
  );
  return (
    <>
      <SettingsHead organization={organization.slug} grants={scope.grants} view="mail" />
      <Section title="Sending domains">
        {domains.length > 0 ? (
          domains.map((domain) => (
            <DomainCard
              key={domain.id}
              domain={domain}
              organization={organization.slug}
              now={now}
              zone={zone}
            />
          ))
        ) : (
          <Empty title="Mail leaves under this installation's address">
            Add a domain of yours, for example mail.acme.com, to send from an address that your readers know.
          </Empty>
        )}
        <DomainForm action={addDomainAction} organization={organization.slug} />
      </Section>
      <Section title="Who pages write as">
        {pages.map((page) => (
          <SenderForm
            key={page.id}
            action={saveSenderAction}
            organization={organization.slug}
            page={{ id: page.id, name: page.name }}
            sender={senders.get(page.id) ?? { name: null, address: null, replyTo: null }}
          />
        ))}
      </Section>
    </>
  );
}
