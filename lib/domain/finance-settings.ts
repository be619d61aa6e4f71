import { z } from "zod";
import { minorField } from "./sla/field";
import { isCurrency } from "./sla/money";
import { zoneField } from "./sla/terms";

/** From this amount on, in one currency, two people approve. */
export type FourEyesLimit = { currency: string; amount_minor: number };

const series = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{0,7}$/, "must be 1 to 8 capital letters and digits, such as CN");

/** Series of memo numbers; one number of each series and year is given once and stays. */
const memoSeries = z
  .strictObject({ credit_memo: series.default("CN"), debit_memo: series.default("DN") })
  .refine((both) => both.credit_memo !== both.debit_memo, {
    path: ["debit_memo"],
    message: "must differ from the series of credit memos",
  });
export type MemoSeries = z.output<typeof memoSeries>;
export const defaultSeries: MemoSeries = { credit_memo: "CN", debit_memo: "DN" };

const line = z.string().trim().min(1).max(200);

/** Who the organization is in law, as its documents name it. */
const legalEntity = z.strictObject({
  name: line,
  address: z.string().trim().max(1_000).default(""),
  tax_id: z.string().trim().max(64).default(""),
  registration: z.string().trim().max(200).default(""),
  contact: z.string().trim().max(200).default(""),
});
export type LegalEntity = z.output<typeof legalEntity>;

/** Body of `PUT /finance-settings`. */
export const financeSettingsInput = z
  .strictObject({
    timezone: zoneField,
    four_eyes: z
      .array(
        z.strictObject({
          currency: z.string().refine(isCurrency, "must be an ISO 4217 currency code such as EUR"),
          amount_minor: minorField,
        }),
      )
      .max(200)
      .refine((limits) => new Set(limits.map(({ currency }) => currency)).size === limits.length, {
        message: "must name each currency once",
      })
      .default([]),
    series: memoSeries.default(defaultSeries),
    legal: legalEntity.nullable().default(null),
    report_to: z.array(z.email("must be an e-mail address").max(254)).max(20).default([]),
  })
  .meta({ id: "FinanceSettings" });
export type FinanceSettingsInput = z.output<typeof financeSettingsInput>;

/** The zone that years of memos follow until an organization names its own. */
export const defaultZone = "UTC";
