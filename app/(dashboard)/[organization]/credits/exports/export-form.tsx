"use client";

import { useState } from "react";
import { SelectField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";

type Option = { value: string; label: string };

const layouts: readonly Option[] = [
  { value: "generic", label: "Register, all columns" },
  { value: "accrual", label: "Accrual: granted, not booked yet" },
  { value: "xero", label: "Xero credit notes" },
  { value: "quickbooks", label: "QuickBooks Online credit memos" },
  { value: "netsuite", label: "NetSuite credit memos" },
];

const formats: readonly Option[] = [
  { value: "csv", label: "CSV" },
  { value: "xlsx", label: "Excel workbook" },
  { value: "pdf", label: "PDF" },
  { value: "json", label: "JSON with manifest" },
];

/** Which lines, in which columns, as which file; the download is the answer. */
export function ExportForm({
  path,
  months,
  customers,
  chosen,
}: {
  path: string;
  months: readonly Option[];
  customers: readonly Option[];
  chosen: { period: string; customer_id: string };
}) {
  const [format, setFormat] = useState("csv");
  return (
    <form action={`${path}/credits.${format}`} method="get" className="flex max-w-3xl flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <SelectField
          label="Layout"
          name="layout"
          defaultValue="generic"
          hint="Check your tool’s template before an import."
        >
          <Options options={layouts} />
        </SelectField>
        <SelectField
          label="Format"
          name=""
          id="format"
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value)}
        >
          <Options options={formats} />
        </SelectField>
        <SelectField label="Customer" name="customer_id" defaultValue={chosen.customer_id}>
          <Options options={[{ value: "", label: "All customers" }, ...customers]} />
        </SelectField>
        <SelectField
          label="Statement period"
          name="period"
          defaultValue={chosen.period}
          hint="The month that the promise was about."
        >
          <Options options={[{ value: "", label: "All periods" }, ...months]} />
        </SelectField>
        <SelectField
          label="Accounting period"
          name="accounting_period"
          hint="The month that memos are booked in."
        >
          <Options options={[{ value: "", label: "Any" }, ...months]} />
        </SelectField>
      </div>
      <div>
        <Submit>Download</Submit>
      </div>
    </form>
  );
}

function Options({ options }: { options: readonly Option[] }) {
  return options.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}
