import { Time } from "@/app/_ui/time";
import type { MaintenanceUpdate, MaintenanceView } from "@/lib/domain/maintenance";
import { undoableLine } from "@/lib/domain/maintenance-undo";
import type { Ms } from "@/lib/domain/time";
import { undoMs } from "@/lib/operations/announcements";
import { renderMarkdown } from "@/lib/render/markdown";
import { statusWords } from "../words";
import { Undo } from "./undo";
import { UpdateForm } from "./update-form";

/** What a turn that nobody commented says. */
const silent: Record<MaintenanceUpdate["status"], string> = {
  scheduled: "The plan was changed.",
  in_progress: "It has begun.",
  verifying: "The result is being verified.",
  completed: "It is completed.",
  cancelled: "It was called off.",
};

/** What was said of it, newest first, under the place to say more. */
export function Thread({
  view,
  organization,
  mayWrite,
  now,
  zone,
}: {
  view: MaintenanceView;
  organization: string;
  mayWrite: boolean;
  now: Ms;
  zone: string;
}) {
  const undoable = mayWrite ? undoableLine(view.updates, undoMs, now) : null;
  return (
    <div className="flex max-w-prose flex-col gap-6">
      {mayWrite ? <UpdateForm organization={organization} id={view.id} status={view.current.status} /> : null}
      {view.updates.length === 0 ? (
        <p className="text-ink-2 text-sm">Nothing was said yet.</p>
      ) : (
        <ol className="flex flex-col gap-4">
          {view.updates.map((update) => (
            <li key={update.id} className="border-l-2 pl-3 text-sm">
              <p className="flex flex-wrap gap-x-2">
                <span className="font-medium">{statusWords[update.status]}</span>
                <Time at={update.at} now={now} zone={zone} className="text-ink-2" />
              </p>
              {update.body === "" ? (
                <p className="text-ink-2">{silent[update.status]}</p>
              ) : (
                <div
                  className="break-words [&_a]:underline [&_p]:mb-1"
                  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by renderMarkdown
                  dangerouslySetInnerHTML={{ __html: renderMarkdown(update.body) }}
                />
              )}
              {undoable?.line.id === update.id ? (
                <Undo fields={{ organization, id: view.id }} leftMs={undoable.until - now} />
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
