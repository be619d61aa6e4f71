import Link from "next/link";
import { Fact } from "@/app/_ui/fact";
import { type ContractView, contractState } from "@/lib/domain/contract";
import { dayText } from "@/lib/domain/period-text";
import type { Ms } from "@/lib/domain/time";
import { contractStateWords } from "../words";

const basisWords: Record<ContractView["basis"], string> = {
  worst: "The worst of measured and declared",
  measured: "What monitors measured",
  declared: "What people declared",
};

/** With whom, since when and by which rules of the whole contract. */
export function ContractFacts({
  contract,
  customer,
  home,
  now,
}: {
  contract: ContractView;
  customer: string;
  home: string;
  now: Ms;
}) {
  const { startsAt, endsAt, timezone } = contract;
  return (
    <dl className="mb-10 grid grid-cols-2 gap-x-8 gap-y-4 border-y py-4 text-sm lg:grid-cols-4">
      <Fact term="Customer">
        <Link href={`${home}/customers/${contract.customerId}`} className="underline underline-offset-2">
          {customer}
        </Link>
      </Fact>
      <Fact term="State">{contractStateWords[contractState(contract, now)]}</Fact>
      <Fact term="Term">
        {dayText(startsAt, timezone)} – {endsAt === null ? "open" : dayText(endsAt - 1, timezone)}
      </Fact>
      <Fact term="Time zone">{timezone.replaceAll("_", " ")}</Fact>
      <Fact term="Measured by">{basisWords[contract.basis]}</Fact>
      <Fact term="Several broken promises">
        {contract.stacking === "best_only" ? "Only the highest credit counts" : "All credits count"}
      </Fact>
      <Fact term="Corrections that make a credit too much">
        {contract.clawback === "never" ? "Never taken back" : "Taken back by a debit memo"}
      </Fact>
      <Fact term="Ready to close">{contract.settleHours} h after a period ends</Fact>
    </dl>
  );
}
