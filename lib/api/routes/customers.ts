import { z } from "zod";
import { type CustomerView, customerInput, customerListInput, customerPatch } from "@/lib/domain/customer";
import { formatInstant } from "@/lib/domain/time";
import {
  archiveCustomer,
  createCustomer,
  getCustomer,
  listCustomers,
  updateCustomer,
} from "@/lib/operations/customers";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const textOrNull = z.string().nullable();

const customer = z
  .object({
    id: z.string(),
    name: z.string(),
    external_id: textOrNull,
    email: textOrNull,
    tax_id: textOrNull,
    address: textOrNull,
    accounting: z
      .object({
        gl_account: z.string().optional(),
        cost_centre: z.string().optional(),
        tax_code: z.string().optional(),
      })
      .nullable(),
    created_at: instant,
    updated_at: instant,
    archived_at: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: "Customer" });

function present(view: CustomerView): z.input<typeof customer> {
  return {
    id: view.id,
    name: view.name,
    external_id: view.externalId,
    email: view.email,
    tax_id: view.taxId,
    address: view.address,
    accounting: view.accounting,
    created_at: formatInstant(view.createdAt),
    updated_at: formatInstant(view.updatedAt),
    archived_at: instantOrNull(view.archivedAt),
    version: view.version,
  };
}

const shared = { tag: "Customers", grant: "finance" } as const;

export const customerRoutes = [
  route({
    ...shared,
    method: "POST",
    path: "/customers",
    summary: "Make a customer",
    body: customerInput,
    answer: customer,
    status: 201,
    async run({ scope, body, now }) {
      const view = await createCustomer(scope, body, now);
      return { body: present(view), version: view.version, location: `/customers/${view.id}` };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/customers",
    summary: "Customers, by age",
    query: customerListInput,
    answer: listOf(customer),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listCustomers(scope, query), present) };
    },
  }),
  route({
    ...shared,
    method: "GET",
    path: "/customers/{id}",
    summary: "One customer",
    answer: customer,
    status: 200,
    async run({ scope, params }) {
      const view = await getCustomer(scope, params.id);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "PATCH",
    path: "/customers/{id}",
    summary: "Change a customer",
    body: customerPatch,
    answer: customer,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const view = await updateCustomer(scope, { id: params.id, patch: body, ifMatch }, now);
      return { body: present(view), version: view.version };
    },
  }),
  route({
    ...shared,
    method: "DELETE",
    path: "/customers/{id}",
    summary: "Archive a customer; its contracts, statements and credits stay",
    status: 204,
    async run({ scope, params, ifMatch, now }) {
      await archiveCustomer(scope, { id: params.id, ifMatch }, now);
      return {};
    },
  }),
];
