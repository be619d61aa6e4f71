import { Fact } from "@/app/_ui/fact";
import type { CustomerView } from "@/lib/domain/customer";

/** What documents and books say of a customer. */
export function CustomerFacts({ customer }: { customer: CustomerView }) {
  const { accounting } = customer;
  const codes = [accounting?.gl_account, accounting?.cost_centre, accounting?.tax_code].filter(Boolean);
  const notGiven = <span className="text-ink-3">Not given</span>;
  return (
    <dl className="mb-10 grid grid-cols-2 gap-x-8 gap-y-4 border-y py-4 text-sm lg:grid-cols-4">
      <Fact term="Number">{customer.externalId ?? notGiven}</Fact>
      <Fact term="E-mail">
        {customer.email ? (
          <a href={`mailto:${customer.email}`} className="break-all hover:underline">
            {customer.email}
          </a>
        ) : (
          notGiven
        )}
      </Fact>
      <Fact term="Tax number">{customer.taxId ?? notGiven}</Fact>
      <Fact term="Booked under">{codes.length > 0 ? codes.join(" · ") : notGiven}</Fact>
      {customer.address ? (
        <div className="col-span-2 lg:col-span-4">
          <Fact term="Address">
            <span className="whitespace-pre-line">{customer.address}</span>
          </Fact>
        </div>
      ) : null}
    </dl>
  );
}
