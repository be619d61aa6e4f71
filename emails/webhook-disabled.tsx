import { spokenFailure } from "@/lib/domain/check";
import type { WebhookDisabled } from "@/lib/domain/told";
import { type Reader, say, sayInstant } from "@/lib/render/told/say";
import { Action, Frame, Heading, Paragraph, Quiet } from "./frame";

export function webhookDisabledSubject({ host }: WebhookDisabled, reader: Reader): string {
  return say(reader, "webhook_disabled_subject", { host });
}

export function WebhookDisabledMail({ reader, ...told }: WebhookDisabled & { reader: Reader }) {
  const { organization, host, since, failure, url } = told;
  const heading = webhookDisabledSubject(told, reader);
  return (
    <Frame reader={reader} preview={heading} speaker={{ name: organization, url: null }}>
      <Heading>{heading}</Heading>
      <Paragraph>{say(reader, "webhook_disabled_body", { host, time: sayInstant(reader, since) })}</Paragraph>
      <Quiet>{say(reader, "webhook_disabled_last", { failure: spokenFailure(failure) })}</Quiet>
      <Action href={url}>{say(reader, "webhook_disabled_open")}</Action>
    </Frame>
  );
}
