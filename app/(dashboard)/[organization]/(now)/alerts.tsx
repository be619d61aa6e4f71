import Link from "next/link";
import { Section } from "@/app/_ui/page-head";
import { StateShape } from "@/app/_ui/state";
import { Time } from "@/app/_ui/time";
import type { AlertView } from "@/lib/domain/alert";
import type { Ms } from "@/lib/domain/time";
import { Acknowledge } from "../settings/alerts/acknowledge";
import { lookingWord } from "../settings/alerts/words";

type Shown = { alerts: readonly AlertView[]; home: string; now: Ms; zone: string; mayWrite: boolean };

/** What our own people were called for and is not over: what, since when, and who looks at it. */
export function Alerts({ alerts, ...shown }: Shown) {
  if (alerts.length === 0) return null;
  return (
    <Section
      title="Alerts"
      aside={
        <Link href={`${shown.home}/settings/alerts`} className="hover:text-ink hover:underline">
          All alerts
        </Link>
      }
    >
      <ul className="divide-y divide-line rounded-md border bg-surface">
        {alerts.map((alert) => (
          <Alert key={alert.id} alert={alert} {...shown} />
        ))}
      </ul>
    </Section>
  );
}

function Alert({ alert, home, now, zone, mayWrite }: Omit<Shown, "alerts"> & { alert: AlertView }) {
  const place = alert.incidentId === null ? "settings/alerts" : `incidents/${alert.incidentId}`;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <StateShape state={alert.severity} />
          <Link
            href={`${home}/${place}`}
            data-row=""
            className="min-w-0 break-words font-medium text-base hover:underline"
          >
            {alert.title}
          </Link>
        </p>
        <p className="mt-0.5 text-ink-2">
          Since <Time at={alert.startedAt} now={now} zone={zone} />.{" "}
          <span className={alert.status === "open" ? "font-medium text-major" : ""}>
            {lookingWord(alert)}
          </span>
          {alert.acknowledgedAt === null ? null : (
            <>
              {", since "}
              <Time at={alert.acknowledgedAt} now={now} zone={zone} />
            </>
          )}
          .
        </p>
      </div>
      {alert.status === "open" && mayWrite ? (
        <Acknowledge organization={home.slice(1)} alert={alert} />
      ) : null}
    </li>
  );
}
