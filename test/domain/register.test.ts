import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addToTotals,
  type ControlTotal,
  capTook,
  decimalAmount,
  type RegisterLine,
  sortedTotals,
} from "@/lib/domain/register";
import { cellText, layouts } from "@/lib/domain/register-layout";
import { linesWith } from "../render/register-rig";

const genericColumns =
  "schema_version, line_id, credit_note_number, type, status, tenant_id, customer_id, customer_external_id, " +
  "customer_name, contract_id, contract_version, commitment_id, service, period_start, period_end, period_timezone, " +
  "period_seconds, counted_seconds, downtime_seconds, excluded_seconds, unknown_seconds, uptime_percent, " +
  "uptime_ratio, target_percent, tier, credit_percent, fee_base_minor, currency, currency_exponent, " +
  "credit_net_minor, tax_rate_percent, tax_minor, credit_gross_minor, credit_net, cap_applied, " +
  "carried_forward_minor, original_invoice_number, original_credit_note_number, gl_account, cost_centre, tax_code, " +
  "claim_id, claimed_at, approved_by, approved_at, issued_at, applied_invoice_number, applied_at, " +
  "statement_sha256, evidence_url, accounting_period, posting_date";

/** A line's cells by the name of their column. */
function row(line: RegisterLine | undefined, layout: keyof typeof layouts = "generic") {
  if (line === undefined) throw new Error("no such line");
  return Object.fromEntries(layouts[layout].columns.map((column) => [column.name, cellText(column, line)]));
}

describe("the generic register", () => {
  it("has the columns of SLA.md part 4 in their order", () => {
    expect(layouts.generic.columns.map(({ name }) => name).join(", ")).toBe(genericColumns);
  });

  it("says amounts twice, and posts in the month that the books' zone has at the issue", () => {
    expect(row(linesWith()[0])).toMatchObject({
      credit_net_minor: "25000",
      credit_net: "250.00",
      credit_gross_minor: "29750",
      tax_rate_percent: "19",
      posting_date: "2026-12-01",
      accounting_period: "2026-12",
      uptime_percent: "98.655913",
      cap_applied: "n",
      approved_by: "user:usr_1",
    });
  });

  it("gives a voided memo and its reversal a line each, which sum to nothing", () => {
    const reversal = {
      reversalId: "mem_2",
      reversalNumber: "DN-2026-000001",
      reversedAt: Date.UTC(2026, 11, 5),
    };
    const lines = linesWith({ status: "voided", ...reversal });
    expect(lines.map((line) => row(line))).toMatchObject([
      { line_id: "crd_1", status: "voided", credit_net_minor: "25000", credit_note_number: "CN-2026-000001" },
      {
        line_id: "mem_2",
        type: "adjustment_debit",
        credit_net: "-250.00",
        credit_note_number: "DN-2026-000001",
        original_credit_note_number: "CN-2026-000001",
      },
    ]);
    const totals = new Map<string, ControlTotal>();
    for (const line of lines) addToTotals(totals, line);
    expect(sortedTotals(totals)).toEqual([
      { currency: "EUR", lines: 2, netMinor: 0, taxMinor: 0, grossMinor: 0 },
    ]);
  });

  it("leaves cells empty for what is not known yet", () => {
    const bare = {
      status: "eligible",
      memoNumber: null,
      postingDate: null,
      issuedAt: null,
      taxMinor: null,
      grossMinor: null,
    } as const;
    const cells = row(linesWith({ ...bare, approvals: [], approvedAt: null, accounting: null })[0]);
    expect(cells).toMatchObject({ credit_note_number: "", posting_date: "", tax_minor: "", gl_account: "" });
    expect(cells.credit_gross_minor).toBe("25000");
  });
});

describe("cells", () => {
  it.each(["=1+1", "+1", "-5%", "@SUM(A1)", "\tx", "\r=1", "  =1", '"=1', "'=1", "＝1", "－1", "＠x"])(
    "pitfall 42: %j in a text column never begins a formula, in a number it stays",
    (name) => {
      expect(row(linesWith({ customerName: name })[0]).customer_name).toBe(`'${name}`);
      const [debit] = linesWith({ kind: "adjustment_debit" });
      expect(row(debit)).toMatchObject({ credit_net_minor: "-25000", credit_net: "-250.00" });
    },
  );

  it("leave harmless text as it is", () => {
    for (const name of ["Northwind", "A=B", "1-2", "Łódź"])
      expect(row(linesWith({ customerName: name })[0]).customer_name).toBe(name);
  });

  it("pitfall 29: amounts have their currency's decimals", () => {
    expect(row(linesWith({ currency: "JPY" })[0])).toMatchObject({
      credit_net: "25000",
      currency_exponent: "0",
    });
    expect(row(linesWith({ currency: "KWD" })[0])).toMatchObject({
      credit_net: "25.000",
      currency_exponent: "3",
    });
    expect([decimalAmount(5, 2), decimalAmount(-5, 3), decimalAmount(0, 2)]).toEqual([
      "0.05",
      "-0.005",
      "0.00",
    ]);
  });

  it("lose no minor unit in decimal text", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 4 }), (minor, exponent) => {
        expect(BigInt(decimalAmount(minor, exponent).replace(".", ""))).toBe(BigInt(minor));
      }),
    );
  });

  it("say that a cap took something only when it was a minor unit or more", () => {
    const [line] = linesWith();
    const result = line?.source.result;
    if (!result) throw new Error("no line");
    expect(capTook({ ...result, credit_exact_minor: "50001/2" }, 0)).toBe(false);
    expect(capTook({ ...result, credit_exact_minor: "25001/1" }, 0)).toBe(true);
    expect(capTook({ ...result, credit_exact_minor: "20000/1" }, 5_001)).toBe(true);
  });
});

describe("layouts", () => {
  it("xero has its columns, with positive amounts", () => {
    expect(row(linesWith()[0], "xero")).toEqual({
      "*ContactName": "Northwind",
      EmailAddress: "ap@northwind.example",
      "*CreditNoteNumber": "CN-2026-000001",
      Reference: "INV-7",
      "*CreditNoteDate": "2026-12-01",
      "*Description": "Service credit for Checkout, 2026-10-01 to 2026-10-31",
      "*Quantity": "1",
      "*UnitAmount": "250.00",
      "*AccountCode": "4000",
      "*TaxType": "S",
      Currency: "EUR",
    });
  });

  it("quickbooks has its columns, and numbers of at most 21 characters", () => {
    const cells = row(linesWith()[0], "quickbooks");
    expect(Object.keys(cells).join(", ")).toBe(
      "Credit Memo No, Customer, Credit Memo Date, Product/Service, Description, Qty, Rate, Amount, Tax code, Class, Location, Memo",
    );
    expect(cells["Credit Memo No"]?.length).toBeLessThanOrEqual(21);
  });

  it("netsuite has its columns, with an external id that lets it refuse duplicates", () => {
    const cells = row(linesWith()[0], "netsuite");
    expect(Object.keys(cells).join(", ")).toBe(
      "External ID, Credit #, Customer, Date, Posting Period, Currency, Exchange Rate, Department, Location, Item, Quantity, Price Level, Rate, Amount, Memo, Apply_Applied, Apply_Payment",
    );
    expect(cells).toMatchObject({ "External ID": "crd_1", Apply_Applied: "INV-7", Apply_Payment: "297.50" });
  });

  it("of a tool take only credit notes that stand", () => {
    const taken = (changes: Parameters<typeof linesWith>[0]) =>
      linesWith(changes).filter(layouts.xero.takes).length;
    expect([taken({}), taken({ status: "applied" }), taken({ status: "approved" })]).toEqual([1, 1, 0]);
    expect([taken({ kind: "adjustment_debit" }), taken({ status: "voided", reversalId: "mem_2" })]).toEqual([
      0, 0,
    ]);
  });
});
