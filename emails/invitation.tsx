import type { NoticeSlots, RecipientSlots } from "@/lib/domain/notice";
import type { Role } from "@/lib/domain/permission";
import { Action, Footnote, Heading, Layout, Paragraph } from "./layout";

type Slots = NoticeSlots["invitation"] & RecipientSlots["invitation"];

const roleSentence: Record<Role, string> = {
  owner: "As an owner you can do everything, including members and money.",
  admin: "As an admin you can do everything but money.",
  responder: "As a responder you can run monitors, incidents and status pages.",
  finance: "As finance you can read everything and close statements and credits.",
  viewer: "As a viewer you can read everything but money.",
};

export function invitationSubject({ organization }: Pick<Slots, "organization">): string {
  return `You are invited to ${organization} on Probity`;
}

export function InvitationMail({ organization, role, invitedBy, link }: Slots) {
  const who = invitedBy ? `${invitedBy} invites you` : "You are invited";
  return (
    <Layout preview={`${who} to ${organization}. The link is valid for 7 days.`}>
      <Heading>Join {organization}</Heading>
      <Paragraph>
        {who} to {organization} on Probity, where its uptime is watched, proven and published.
      </Paragraph>
      <Paragraph>{roleSentence[role]}</Paragraph>
      <Action href={link}>See the invitation</Action>
      <Footnote>The link works for 7 days. If you do not know {organization}, do nothing.</Footnote>
    </Layout>
  );
}
