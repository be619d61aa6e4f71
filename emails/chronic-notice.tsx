import type { ChronicNotice } from "@/lib/domain/chronic";
import { Action, Footnote, Frame, Heading, Paragraph } from "./frame";

export function chronicSubject({ customer, service }: ChronicNotice): string {
  return `Chronic failure of ${service}: ${customer} has a right to exercise`;
}

/** For the people who answer for the contract; it names no amount. */
export function ChronicNoticeMail(told: ChronicNotice) {
  const { organization, customer, contract, service, condition, metOn, exerciseUntil, url } = told;
  return (
    <Frame speaker={{ name: organization, url: null }} preview={`Until ${exerciseUntil}, under ${contract}`}>
      <Heading>{chronicSubject(told)}</Heading>
      <Paragraph>
        The contract “{contract}” gives {customer} a right once {condition}. For {service} that was met on{" "}
        {metOn}. {customer} may exercise the right until {exerciseUntil}.
      </Paragraph>
      <Action href={url} showsAddress>
        See the contract
      </Action>
      <Footnote>
        You get this because you answer for the money at {organization}. It is told once for each time.
      </Footnote>
    </Frame>
  );
}
