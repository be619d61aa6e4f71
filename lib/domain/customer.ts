import { z } from "zod";
import { nameInput, pageInput } from "./input";
import type { Ms } from "./time";

const code = z.string().trim().min(1).max(64);

/** How finance books this customer's credits; the words are those of its own accounting. */
const accounting = z.strictObject({
  gl_account: code.optional(),
  cost_centre: code.optional(),
  tax_code: code.optional(),
});
export type Accounting = z.output<typeof accounting>;

const fields = {
  name: nameInput.meta({ example: "Northwind Traders" }),
  /** The customer's number in the accounts; two live customers never share one. */
  external_id: code.nullable(),
  email: z.email("must be an e-mail address").max(254).nullable(),
  tax_id: code.nullable(),
  address: z.string().trim().max(1_000).nullable(),
  accounting: accounting.nullable(),
};

/** Body of `POST /customers` and of the form. */
export const customerInput = z
  .strictObject({
    name: fields.name,
    external_id: fields.external_id.default(null),
    email: fields.email.default(null),
    tax_id: fields.tax_id.default(null),
    address: fields.address.default(null),
    accounting: fields.accounting.default(null),
  })
  .meta({ id: "CustomerInput" });
export type CustomerInput = z.output<typeof customerInput>;

/** Body of `PATCH /customers/{id}`: what is left out stays, null clears. */
export const customerPatch = z.strictObject(fields).partial().meta({ id: "CustomerPatch" });
export type CustomerPatch = z.output<typeof customerPatch>;

/** Query of `GET /customers`; archived ones are shown only when asked for. */
export const customerListInput = pageInput.extend({
  q: z.string().max(200).optional(),
  archived: z
    .enum(["true", "false"], 'must be "true" or "false"')
    .default("false")
    .transform((text) => text === "true"),
});
export type CustomerListInput = z.output<typeof customerListInput>;

export type CustomerView = {
  id: string;
  name: string;
  externalId: string | null;
  email: string | null;
  taxId: string | null;
  address: string | null;
  accounting: Accounting | null;
  createdAt: Ms;
  updatedAt: Ms;
  archivedAt: Ms | null;
  version: number;
};
