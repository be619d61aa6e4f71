import { MailPreview } from "@/app/_ui/mail-preview";
import { StateShape } from "@/app/_ui/state";
import type { IncidentStatus } from "@/lib/domain/incident";
import type { State } from "@/lib/domain/state";
import { stateWords } from "@/lib/domain/state";
import { statusWords } from "../words";
import type { ShownPreview } from "./preview-data";

/** Exactly what pages and mails will say, and to how many. */
export function PreviewPane({
  shown,
  names,
  notify,
}: {
  shown: ShownPreview | null;
  names: ReadonlyMap<string, string>;
  notify: boolean;
}) {
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col gap-6 lg:sticky lg:top-6 lg:self-start">
      {shown === null ? (
        <p className="rounded-md border border-line-strong border-dashed px-4 py-8 text-center text-ink-2 text-sm">
          What pages and mails will say appears here.
        </p>
      ) : (
        <>
          <PagePreview shown={shown} names={names} />
          <MailPreview shown={shown} silence={notify ? null : "Nobody is mailed. Pages show it at once."} />
        </>
      )}
    </section>
  );
}

function PagePreview({ shown, names }: { shown: ShownPreview; names: ReadonlyMap<string, string> }) {
  return (
    <div>
      <h2 className="mb-2 font-medium text-ink-3 text-xs">The page will say</h2>
      <div className="rounded-md border bg-surface p-4">
        <p className="break-words font-semibold text-lg">{shown.title || "No title yet"}</p>
        {shown.components.length > 0 ? (
          <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
            {shown.components.map(({ id, state }) => (
              <li key={id} className="inline-flex min-w-0 items-center gap-1.5">
                <StateShape state={state as State} />
                <span className="break-words">
                  {names.get(id) ?? id}: {stateWords[state as State].toLowerCase()}
                </span>
              </li>
            ))}
          </ul>
        ) : null}
        <p className="mt-3 font-medium text-sm">{statusWords[shown.status as IncidentStatus]}</p>
        {shown.bodyHtml === "" ? (
          <p className="text-ink-3 text-sm">No words yet.</p>
        ) : (
          <div
            className="prose-words mt-1 break-words text-sm"
            // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by renderMarkdown on the server
            dangerouslySetInnerHTML={{ __html: shown.bodyHtml }}
          />
        )}
        {shown.nextUpdate ? (
          <p className="mt-3 text-ink-2 text-sm">Next update by {shown.nextUpdate}.</p>
        ) : null}
      </div>
    </div>
  );
}
