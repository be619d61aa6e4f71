import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { shown } from "@/app/_server/page";
import { Submit } from "@/app/_ui/submit";
import { ExactTime } from "@/app/_ui/time";
import { readLinkedAlert } from "@/lib/operations/alerts";
import { readLinkToken } from "@/lib/signed-link";
import { acknowledgeLinked } from "./actions";

export const metadata: Metadata = {
  title: "Acknowledge an alert",
  robots: { index: false },
  referrer: "no-referrer",
};

type Props = { params: Promise<{ token: string }> };

/** None fails where our checks lost sight of what they saw fail. */
function failing(checks: number): string {
  if (checks === 0) return "Our checks have no answer to give any more; they saw it fail";
  return checks === 1 ? "One check fails" : `${checks} checks fail`;
}

/** What an alert's signed link opens: a question. Looking changes nothing. */
export default async function LinkedAlertPage({ params }: Props) {
  const { token } = await params;
  const holder = readLinkToken(token);
  if (!holder) notFound();
  const alert = await shown(readLinkedAlert(holder));
  return (
    <main className="mx-auto flex max-w-md flex-col gap-4 px-4 py-16">
      <h1 className="font-semibold text-xl tracking-tight">{alert.title}</h1>
      <p className="text-ink-2 text-sm">
        {failing(alert.outages)} since <ExactTime at={alert.startedAt} zone="UTC" />.
      </p>
      {alert.status === "open" ? (
        <form action={acknowledgeLinked}>
          <input type="hidden" name="token" value={token} />
          <Submit>I am looking at it</Submit>
        </form>
      ) : (
        <p role="status" className="font-medium">
          {alert.status === "resolved" ? "It is over." : "Somebody is looking at it. Nobody further is told."}
        </p>
      )}
    </main>
  );
}
