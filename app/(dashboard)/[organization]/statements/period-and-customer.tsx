import { FilterSelect } from "@/app/_ui/filter-select";

type Props = {
  input: { period?: string | undefined; customer_id?: string | undefined };
  months: readonly { value: string; label: string }[];
  customers: readonly { id: string; name: string }[];
};

/** What lists of statements and of credits are narrowed by first. */
export function PeriodAndCustomer({ input, months, customers }: Props) {
  return (
    <>
      <FilterSelect
        label="Period"
        name="period"
        value={input.period}
        options={[{ value: "", label: "Any period" }, ...months]}
      />
      <FilterSelect
        label="Customer"
        name="customer_id"
        value={input.customer_id}
        options={[
          { value: "", label: "Any customer" },
          ...customers.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </>
  );
}
