import type { NoticeSlots, RecipientSlots } from "@/lib/domain/notice";
import { Action, Footnote, Heading, Layout, Paragraph } from "./layout";

type Slots = NoticeSlots["sign_in"] & RecipientSlots["sign_in"];

export function signInSubject(): string {
  return "Your sign-in link for Probity";
}

export function SignInMail({ link }: Slots) {
  return (
    <Layout preview="Opens a page that signs you in. Valid for 24 hours, once.">
      <Heading>Sign in to Probity</Heading>
      <Paragraph>
        This link opens a page with a button that signs you in. It works once, for 24 hours.
      </Paragraph>
      <Action href={link}>Sign in</Action>
      <Footnote>
        If you did not ask for this, do nothing: without the link nobody gets in, and it expires by itself.
      </Footnote>
    </Layout>
  );
}
