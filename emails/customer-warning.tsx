import type { CustomerWarning, RecipientDoors } from "@/lib/domain/told";
import { type Reader, say, sayDuration, sayInstant, sayList } from "@/lib/render/told/say";
import { Figures } from "./figures";
import { Frame, Heading, Paragraph, Quiet } from "./frame";

type Slots = CustomerWarning & RecipientDoors;

/** The same while it lasts and when it is over, so that mail programs show both as one thread. */
export function warningSubject({ components, customer }: CustomerWarning, reader: Reader): string {
  return say(reader, "warn_subject", { components: sayList(reader, components), customer });
}

export function CustomerWarningMail({ reader, ...told }: Slots & { reader: Reader }) {
  const { organization, customer, services, nextSteps, preferences, unsubscribe } = told;
  const components = sayList(reader, told.components);
  const heading = say(reader, told.endedAt === null ? "warn_heading" : "warn_resolved_heading", {
    components,
  });
  const reason = { words: say(reader, "because_contact", { customer }), doors: { preferences, unsubscribe } };
  return (
    <Frame reader={reader} preview={heading} speaker={{ name: organization, url: null }} reason={reason}>
      <Heading>{heading}</Heading>
      {told.endedAt === null && (
        <Quiet>{say(reader, "since", { time: sayInstant(reader, told.startedAt) })}</Quiet>
      )}
      <Paragraph>{introOf(told, reader)}</Paragraph>
      <Figures reader={reader} services={services} />
      {nextSteps !== null && (
        <Paragraph>
          <strong>{say(reader, "warn_next")}</strong>
          <br />
          <span dir="auto">{nextSteps}</span>
        </Paragraph>
      )}
    </Frame>
  );
}

function introOf({ startedAt, endedAt, knownAt }: CustomerWarning, reader: Reader): string {
  if (endedAt === null) return say(reader, "warn_intro", { time: sayInstant(reader, knownAt) });
  return say(reader, "warn_resolved_intro", {
    duration: sayDuration(reader, endedAt - startedAt),
    from: sayInstant(reader, startedAt),
    to: sayInstant(reader, endedAt),
  });
}
