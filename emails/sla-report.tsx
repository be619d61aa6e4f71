import type { RecipientDoors, SlaReport } from "@/lib/domain/told";
import { type Reader, say, sayContractPeriod } from "@/lib/render/told/say";
import { Figures } from "./figures";
import { Action, Frame, Heading, Paragraph } from "./frame";

export function reportSubject({ customer, period }: SlaReport, reader: Reader): string {
  return say(reader, "report_subject", { customer, period: sayContractPeriod(reader, period) });
}

export function SlaReportMail({ reader, ...told }: SlaReport & RecipientDoors & { reader: Reader }) {
  const { organization, customer, period, services, preferences, unsubscribe } = told;
  const heading = say(reader, "report_heading", { period: sayContractPeriod(reader, period) });
  const reason = { words: say(reader, "because_contact", { customer }), doors: { preferences, unsubscribe } };
  return (
    <Frame reader={reader} preview={heading} speaker={{ name: organization, url: null }} reason={reason}>
      <Heading>{heading}</Heading>
      <Paragraph>{say(reader, "report_body")}</Paragraph>
      <Figures reader={reader} services={services} showsOutcome />
      <Action href={preferences}>{say(reader, "report_action")}</Action>
    </Frame>
  );
}
