import type { Metadata } from "next";
import { memberPage, shown } from "@/app/_server/page";
import { Confirm } from "@/app/_ui/confirm";
import { PageHead, Section } from "@/app/_ui/page-head";
import { Time } from "@/app/_ui/time";
import { getWarning } from "@/lib/operations/warnings";
import { approveAction, discardAction } from "../actions";
import { messageWords } from "../words";

export const metadata: Metadata = { title: "Message to a customer" };

type Props = { params: Promise<{ organization: string; message: string }> };

export default async function MessagePage({ params }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "finance");
  const { message: id } = await params;
  const warning = await shown(getWarning(scope, id));
  const path = `/${organization.slug}/customers/messages`;
  const fields = { organization: organization.slug, id };
  const acts = (
    <>
      <Confirm
        label="Discard"
        title={`Tell ${warning.customer} nothing of it?`}
        verb="Discard message"
        action={discardAction}
        fields={fields}
      >
        <p>Its contacts are not written to. The message stays on record as discarded.</p>
      </Confirm>
      <Confirm
        label="Send"
        title={`Send this to the contacts of ${warning.customer}?`}
        verb="Send message"
        tone="primary"
        action={approveAction}
        fields={fields}
      >
        <p>It leaves exactly as shown. Whoever has heard the same from a status page is left alone.</p>
      </Confirm>
    </>
  );
  return (
    <>
      <PageHead
        title={`To ${warning.customer}`}
        crumb={{ label: "Messages to customers", href: path }}
        actions={warning.state === "waiting" ? acts : null}
      >
        {messageWords[warning.state]} · written <Time at={warning.createdAt} now={now} zone={zone} />
      </PageHead>
      <Section title="What its contacts read">
        <iframe
          src={`${path}/${id}/mail`}
          title="The mail as its contacts see it"
          sandbox=""
          className="h-[640px] w-full max-w-2xl rounded-md border bg-surface"
        />
      </Section>
    </>
  );
}
