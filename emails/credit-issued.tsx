import type { CreditIssued, RecipientDoors } from "@/lib/domain/told";
import { type Reader, say, sayContractPeriod, sayMoney } from "@/lib/render/told/say";
import { Action, Frame, Heading, Paragraph } from "./frame";

type Slots = CreditIssued & RecipientDoors & { memoLink: string };

export function creditSubject({ memo, service }: CreditIssued, reader: Reader): string {
  return say(reader, "credit_subject", { number: memo, service });
}

export function CreditIssuedMail({ reader, ...told }: Slots & { reader: Reader }) {
  const { organization, customer, service, memo, memoLink, period, preferences, unsubscribe } = told;
  const amount = sayMoney(reader, told.amount.currency, told.amount.amountMinor);
  const heading = say(reader, "credit_heading", { amount });
  const values = { amount, customer, service, number: memo, period: sayContractPeriod(reader, period) };
  const reason = { words: say(reader, "because_contact", { customer }), doors: { preferences, unsubscribe } };
  return (
    <Frame reader={reader} preview={heading} speaker={{ name: organization, url: null }} reason={reason}>
      <Heading>{heading}</Heading>
      <Paragraph>{say(reader, "credit_body", values)}</Paragraph>
      <Action href={memoLink}>{say(reader, "credit_action")}</Action>
    </Frame>
  );
}
