import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/button";
import { Panel } from "../../panel";
import { type Search, searchText } from "../../search";

export const metadata: Metadata = { title: "Sign-in failed" };

const linkOver = {
  title: "This link is over",
  text: "A sign-in link works once, for 24 hours. This one was used already, or it is older. Ask for a new one.",
};

const other = {
  title: "Signing in did not work",
  text: "The fault is ours, not yours. Ask for a new link; if it fails again, tell whoever runs this installation.",
};

export default async function SignInErrorPage({ searchParams }: { searchParams: Search }) {
  const { title, text } = (await searchText(searchParams, "error")) === "Verification" ? linkOver : other;
  return (
    <Panel title={title}>
      <p>{text}</p>
      <ButtonLink href="/sign-in" tone="primary">
        Ask for a new link
      </ButtonLink>
    </Panel>
  );
}
