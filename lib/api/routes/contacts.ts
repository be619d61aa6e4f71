import { z } from "zod";
import { type ContactView, contactInput, contactPatch, customerModeInput } from "@/lib/domain/contact";
import { contactTopics, warningModes } from "@/lib/domain/subscriber";
import { formatInstant } from "@/lib/domain/time";
import {
  archiveContact,
  createContact,
  getContact,
  listContacts,
  readCustomerMode,
  setCustomerMode,
  updateContact,
} from "@/lib/operations/contacts";
import { instant, instantOrNull, listOf } from "../present";
import { route } from "../route";

const contact = z
  .object({
    id: z.string(),
    customer_id: z.string(),
    name: z.string(),
    email: z.string(),
    topics: z.array(z.enum(contactTopics)),
    locale: z.string(),
    timezone: z.string(),
    unsubscribed_at: instant.nullable(),
    quarantined_at: instant.nullable(),
    quarantine_reason: z.string().nullable(),
    created_at: instant,
    updated_at: instant,
    archived_at: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: "Contact" });

function present(view: ContactView): z.input<typeof contact> {
  const { id, customerId, name, email, topics, locale, timezone } = view;
  return {
    ...{ id, customer_id: customerId, name, email, topics: [...topics], locale, timezone },
    unsubscribed_at: instantOrNull(view.unsubscribedAt),
    quarantined_at: instantOrNull(view.quarantinedAt),
    quarantine_reason: view.quarantineReason,
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
    archived_at: instantOrNull(view.archivedAt),
    version: view.version,
  };
}

const shared = { tag: "Contacts", grant: "finance" } as const;
const mode = z.object({ mode: z.enum(warningModes).nullable() });

export const contactRoutes = [
  route({
    ...shared,
    method: "POST",
    path: "/customers/{id}/contacts",
    summary: "Make a contact: a person who is told the customer's own numbers",
    body: contactInput,
    answer: contact,
    status: 201,
    async run({ scope, params, body, now }) {
      const view = await createContact(scope, params.id, body, now);
      const location = `/customers/${params.id}/contacts/${view.id}`;
      return { body: present(view), version: view.version, location };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/customers/{id}/contacts",
    summary: "A customer's contacts, by age",
    answer: listOf(contact),
    status: 200,
    async run({ scope, params }) {
      return { body: { data: (await listContacts(scope, params.id)).map(present), next_cursor: null } };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/customers/{id}/contacts/{contact}",
    summary: "One contact",
    answer: contact,
    status: 200,
    async run({ scope, params }) {
      const view = await getContact(scope, params.id, params.contact);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "PATCH",
    path: "/customers/{id}/contacts/{contact}",
    summary: "Change a contact",
    body: contactPatch,
    answer: contact,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const input = { customerId: params.id, id: params.contact, patch: body, ifMatch };
      const view = await updateContact(scope, input, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "DELETE",
    path: "/customers/{id}/contacts/{contact}",
    summary: "Archive a contact; nothing more is sent to it",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await archiveContact(scope, { customerId: params.id, id: params.contact, ifMatch }, now);
      return {};
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/customers/{id}/warnings",
    summary: "How the customer is warned; null: as the organization's settings say",
    answer: mode,
    status: 200,
    async run({ scope, params }) {
      return { body: { mode: await readCustomerMode(scope, params.id) } };
    },
  }),
  route({
    ...shared,
    method: "PUT",
    path: "/customers/{id}/warnings",
    summary: "Warn the customer otherwise than the organization's settings say",
    body: customerModeInput,
    answer: mode,
    status: 200,
    async run({ scope, params, body, now }) {
      await setCustomerMode(scope, { customerId: params.id, mode: body.mode }, now);
      return { body: { mode: body.mode } };
    },
  }),
];
