import Link from "next/link";
import { StateShape } from "@/app/_ui/state";
import { Time } from "@/app/_ui/time";
import type { AlertView } from "@/lib/domain/alert";
import type { Ms } from "@/lib/domain/time";
import { Acknowledge } from "./acknowledge";
import { fateWords, kindWords, lookingWord } from "./words";

/** Alerts, newest first, with who was told and what became of it. */
export function AlertList({
  alerts,
  organization,
  channelNames,
  mayWrite,
  now,
  zone,
}: {
  alerts: readonly AlertView[];
  organization: string;
  channelNames: ReadonlyMap<string, string>;
  mayWrite: boolean;
  now: Ms;
  zone: string;
}) {
  return (
    <ul className="divide-y rounded-md border bg-surface">
      {alerts.map((alert) => (
        <li key={alert.id} className="flex flex-col gap-1 px-4 py-3 text-sm">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <StateShape state={alert.status === "resolved" ? "operational" : alert.severity} />
            <span className="font-medium">
              {alert.incidentId === null ? (
                alert.title
              ) : (
                <Link href={`/${organization}/incidents/${alert.incidentId}`} className="hover:underline">
                  {alert.title}
                </Link>
              )}
            </span>
            <Time at={alert.startedAt} now={now} zone={zone} className="text-ink-2" />
          </div>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
            <span>{lookingWord(alert)}</span>
            {alert.nextAt === null ? null : (
              <span>
                Next step <Time at={alert.nextAt} now={now} zone={zone} />
              </span>
            )}
            {alert.status === "open" && mayWrite ? (
              <Acknowledge organization={organization} alert={alert} back="/settings/alerts" />
            ) : null}
          </div>
          <ul className="text-ink-3 text-xs">
            {alert.fates.map((fate) => (
              <li key={`${fate.channelId} ${fate.kind} ${fate.at}`}>
                {kindWords[fate.kind]} → {channelNames.get(fate.channelId) ?? "a channel that is gone"}:{" "}
                {fateWords[fate.status] ?? fate.status}
                {fate.failure ? ` (${fate.failure})` : ""}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
