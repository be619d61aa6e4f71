import type { ClaimDue } from "@/lib/domain/upstream";
import { Action, Footnote, Frame, Heading, Paragraph } from "./frame";

export function claimSubject({ provider, amount, deadline }: ClaimDue): string {
  return `Claim ${amount} from ${provider} before ${deadline}`;
}

/** For the people who answer for the money: after the deadline the provider owes nothing. */
export function ClaimDueMail(told: ClaimDue) {
  const { organization, provider, contract, period, amount, deadline, url } = told;
  return (
    <Frame speaker={{ name: organization, url: null }} preview={`${contract}, ${period}`}>
      <Heading>{claimSubject(told)}</Heading>
      <Paragraph>
        By our own measurement {provider} did not keep “{contract}” in {period}, and its terms give us{" "}
        {amount} for that. The claim must reach {provider} before {deadline}. After that it lapses.
      </Paragraph>
      <Action href={url} showsAddress>
        See the claim and its evidence
      </Action>
      <Footnote>
        You get this because you answer for the money at {organization}. It is told a week before the deadline
        and on its last day, as long as nobody has filed the claim.
      </Footnote>
    </Frame>
  );
}
