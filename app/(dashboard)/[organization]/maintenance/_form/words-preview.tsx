import { MailPreview } from "@/app/_ui/mail-preview";
import { WindowTime } from "../window";
import type { ShownWords } from "./shown-words";

/** Exactly what pages and mails will say of the plan, and to how many. */
export function WordsPreview({
  words,
  names,
  zone,
  now,
}: {
  words: ShownWords;
  names: readonly string[];
  zone: string;
  now: number;
}) {
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col gap-6">
      <div>
        <h2 className="mb-2 font-medium text-ink-3 text-xs">The page will say</h2>
        <div className="rounded-md border bg-surface p-4">
          <p className="break-words font-semibold text-lg">{words.title || "No title yet"}</p>
          <p className="mt-1 text-ink-2 text-sm">
            <strong className="font-medium text-ink">
              {words.window.from <= now ? "In progress" : "Scheduled"}
            </strong>
            {" · "}
            <WindowTime from={words.window.from} to={words.window.to} zone={zone} now={now} />
          </p>
          <p className="mt-1 break-words text-ink-2 text-xs">Affects {names.join(", ")}</p>
          {words.bodyHtml === "" ? null : (
            <div
              className="prose-words mt-3 break-words text-sm"
              // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by renderMarkdown on the server
              dangerouslySetInnerHTML={{ __html: words.bodyHtml }}
            />
          )}
        </div>
      </div>
      <MailPreview shown={words} silence={silenceOf(words)} />
    </section>
  );
}

function silenceOf({ isTold, event }: ShownWords): string | null {
  if (!isTold) return "Nobody is mailed. Pages, feeds and webhooks show it at once.";
  return event === null
    ? "Nobody is mailed: the plan stays as it was announced, pages show the new words at once."
    : null;
}
