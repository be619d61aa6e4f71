import type { ShownMails } from "@/app/_server/mail-preview";

/** Exactly what the mails of a thing will say, and to how many; `silence` says why nobody is mailed. */
export function MailPreview({ shown, silence }: { shown: ShownMails; silence: string | null }) {
  return (
    <div>
      <h2 className="mb-2 flex flex-wrap items-baseline justify-between gap-2 font-medium text-ink-3 text-xs">
        <span>The mail will say</span>
        <span role="status" className="text-ink tabular-nums">
          {silence === null ? audience(shown) : "to nobody"}
        </span>
      </h2>
      {silence === null && shown.mails.length > 0 ? (
        shown.mails.map((mail) => (
          <details key={mail.page} className="rounded-md border bg-surface" open={shown.mails.length === 1}>
            <summary className="break-words px-4 py-2 text-sm">
              <span className="text-ink-3">{mail.page}:</span>{" "}
              <span className="font-medium">{mail.subject}</span>
            </summary>
            <pre className="whitespace-pre-wrap break-words border-t px-4 py-3 font-sans text-ink-2 text-sm">
              {mail.text}
            </pre>
          </details>
        ))
      ) : (
        <p className="rounded-md border bg-surface px-4 py-3 text-ink-2 text-sm">
          {silence ?? "No page shows these components, so no mail is sent."}
        </p>
      )}
    </div>
  );
}

function audience({ recipients, messages }: ShownMails): string {
  const mails = `to ${recipients} ${recipients === 1 ? "recipient" : "recipients"}`;
  return messages === 0 ? mails : `${mails}, ${messages} ${messages === 1 ? "hook" : "hooks"}`;
}
