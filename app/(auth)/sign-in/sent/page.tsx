import type { Metadata } from "next";
import Link from "next/link";
import { ButtonLink } from "@/app/_ui/button";
import { hasLocalOutbox } from "@/lib/operations/outbox";
import { Panel } from "../../panel";
import { isFromMachine } from "../../visitor";

export const metadata: Metadata = { title: "Check your mail" };

export default async function SentPage() {
  const showOutbox = hasLocalOutbox() && (await isFromMachine());
  return (
    <Panel title="Check your mail">
      <p>
        If this address belongs to a member, a link is on its way. It works once, for 24 hours. Look into the
        junk folder before you ask for another.
      </p>
      {showOutbox ? (
        <>
          <p className="text-ink-2 text-sm">
            No mail server is set up here, so mail stays on this machine: it is in the local outbox.
          </p>
          <ButtonLink href="/outbox" tone="primary" prefetch={false}>
            Open the local outbox
          </ButtonLink>
        </>
      ) : null}
      <Link href="/sign-in" className="text-accent text-sm underline underline-offset-2">
        Use another address
      </Link>
    </Panel>
  );
}
