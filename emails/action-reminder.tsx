import type { ActionReminder } from "@/lib/domain/told";
import { type Reader, say, sayDay } from "@/lib/render/told/say";
import { Action, Frame, Heading, Paragraph } from "./frame";

export function actionSubject({ action, dueAt }: ActionReminder, reader: Reader): string {
  return say(reader, "action_subject", { action, date: sayDay(reader, dueAt) });
}

export function ActionReminderMail({ reader, ...told }: ActionReminder & { reader: Reader }) {
  const { organization, action, incident, dueAt, url } = told;
  return (
    <Frame reader={reader} preview={action} speaker={{ name: organization, url: null }}>
      <Heading>{action}</Heading>
      <Paragraph>{say(reader, "action_body", { incident, date: sayDay(reader, dueAt) })}</Paragraph>
      <Action href={url}>{say(reader, "action_open")}</Action>
    </Frame>
  );
}
