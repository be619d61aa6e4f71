import { Confirm } from "@/app/_ui/confirm";
import { Section } from "@/app/_ui/page-head";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import type { Member } from "@/lib/auth/session";
import type { ContactView } from "@/lib/domain/contact";
import type { ContactTopic } from "@/lib/domain/subscriber";
import { listContacts, readCustomerMode } from "@/lib/operations/contacts";
import { getWarningSettings } from "@/lib/operations/warnings";
import { addContactAction, archiveContactAction, setModeAction } from "../messages/actions";
import { modeWords } from "../messages/words";
import { ContactForm } from "./contact-form";
import { ModeForm } from "./mode-form";

const columns: readonly Column[] = [
  { label: "Name" },
  { label: "Address" },
  { label: "Told of", wide: true },
  { label: "State", wide: true },
  { label: "Acts", silent: true },
];

const topicWords: Record<ContactTopic, string> = {
  outages: "outages",
  credits: "credits",
  reports: "reports",
};

/** Who at the customer is told its own numbers, and how. */
export async function CustomerContacts({
  member: { scope, organization },
  customer,
}: {
  member: Member;
  customer: { id: string; isArchived: boolean };
}) {
  const [contacts, mode, settings] = await Promise.all([
    listContacts(scope, customer.id),
    readCustomerMode(scope, customer.id),
    getWarningSettings(scope),
  ]);
  const place = { organization: organization.slug, customer: customer.id };
  return (
    <Section title="Contacts" id="contacts" aside="Told the customer's own numbers when something breaks.">
      {contacts.length > 0 ? (
        <Table label="Contacts" id="contacts-table" columns={columns}>
          {contacts.map((contact) => (
            <ContactRow key={contact.id} contact={contact} place={place} />
          ))}
        </Table>
      ) : (
        <p className="mb-3 text-ink-2 text-sm">Nobody is told yet. Add who should hear it first.</p>
      )}
      {customer.isArchived ? null : (
        <>
          <ContactForm
            action={addContactAction}
            organization={place.organization}
            customer={place.customer}
          />
          <ModeForm
            action={setModeAction}
            {...place}
            mode={mode}
            fallback={`As the organization: ${modeWords[settings.mode].toLowerCase()}`}
          />
        </>
      )}
    </Section>
  );
}

function ContactRow({
  contact,
  place,
}: {
  contact: ContactView;
  place: { organization: string; customer: string };
}) {
  const { id, name, email, topics } = contact;
  return (
    <Row>
      <Cell className="max-w-48 truncate font-medium">{name}</Cell>
      <Cell className="max-w-64 truncate">{email}</Cell>
      <Cell wide className="text-ink-2">
        {topics.length === 0 ? "nothing" : topics.map((topic) => topicWords[topic]).join(", ")}
      </Cell>
      <Cell wide className="text-ink-2">
        {stateOf(contact)}
      </Cell>
      <Cell numeric csv="">
        <Confirm
          label="Remove"
          title={`Tell ${name} nothing more?`}
          verb="Remove contact"
          action={archiveContactAction}
          fields={{ ...place, id }}
        >
          <p>What waits for {email} is taken back. What was sent stays on record.</p>
        </Confirm>
      </Cell>
    </Row>
  );
}

function stateOf({ unsubscribedAt, quarantinedAt, quarantineReason }: ContactView): string {
  if (unsubscribedAt !== null) return "Asked us to stop";
  if (quarantinedAt !== null)
    return `Mail came back${quarantineReason === null ? "" : `: ${quarantineReason}`}`;
  return "Told";
}
