import Link from "next/link";
import { CopyField } from "@/app/_ui/copy-field";
import { FactLine } from "@/app/_ui/fact";
import { Section } from "@/app/_ui/page-head";
import type { Assertion } from "@/lib/domain/assertion";
import { shortDuration } from "@/lib/domain/duration";
import type { Monitor } from "@/lib/domain/monitor";
import { typedAssertion } from "../_form/initial";
import { confirmSentence, detectionSentence, heartbeatSentence, typeWords } from "../words";

/** How it is set, in words. */
export function SettingsSummary({
  monitor,
  component,
}: {
  monitor: Monitor;
  component: { name: string; href: string };
}) {
  const { settings, type } = monitor;
  return (
    <Section title="How it is set">
      <dl className="divide-y rounded-md border bg-surface px-4 text-sm">
        <FactLine term="Component">
          <Link href={component.href} className="underline decoration-line-strong hover:decoration-ink">
            {component.name}
          </Link>
        </FactLine>
        <FactLine term="Type">
          {"method" in settings ? `${typeWords[type]} ${settings.method}` : typeWords[type]}
        </FactLine>
        {monitor.target === "" ? null : (
          <FactLine term="Target">
            <CopyField value={monitor.target} label="target" />
          </FactLine>
        )}
        {monitor.beatUrl === null ? null : (
          <FactLine term="Call this when the job is done">
            <CopyField value={monitor.beatUrl} label="heartbeat address" />
            <p className="mt-1 text-ink-3 text-xs">
              Add /start when it begins, /fail when it failed and /log to note something; what you send along
              is kept. Whoever knows the address can report.
            </p>
          </FactLine>
        )}
        <FactLine term="Runs">
          {type === "heartbeat"
            ? awaitedWords(monitor)
            : `Every ${shortDuration(monitor.intervalSeconds * 1_000)} from ${monitor.regions.join(", ")}, given up after ${shortDuration(monitor.timeoutMs)}`}
        </FactLine>
        {monitor.degradedAfterMs === null ? null : (
          <FactLine term="Too slow">{`Degraded when it takes longer than ${monitor.degradedAfterMs} ms`}</FactLine>
        )}
        {monitor.assertions.length === 0 ? null : (
          <FactLine term="Assertions">
            <ul>
              {monitor.assertions.map((assertion) => (
                <li key={JSON.stringify(assertion)} className="font-mono text-xs leading-5">
                  {assertionText(assertion as Assertion)}
                </li>
              ))}
            </ul>
          </FactLine>
        )}
        <FactLine term="Outage">{outageWords(monitor)}</FactLine>
      </dl>
    </Section>
  );
}

function awaitedWords({ settings, intervalSeconds }: Monitor): string {
  if ("cron" in settings && settings.cron !== null)
    return `Awaited by the schedule ${settings.cron} in ${settings.timezone}`;
  return `Awaited every ${shortDuration(intervalSeconds * 1_000)}`;
}

function outageWords({ settings, confirm, intervalSeconds, timeoutMs, regions, downState }: Monitor): string {
  const then = ` The component is then in ${downState === "major_outage" ? "outage" : "partial outage"}.`;
  if ("grace_seconds" in settings) {
    const { grace_seconds, cron, timezone } = settings;
    const schedule = cron === null ? null : { schedule: cron, timezone };
    return heartbeatSentence(intervalSeconds, grace_seconds, schedule) + then;
  }
  const known = detectionSentence(confirm, intervalSeconds, timeoutMs);
  return `${confirmSentence(confirm, regions.length)} ${known}${then}`;
}

/** "json_path $.status equals ok" */
function assertionText(assertion: Assertion): string {
  const { type, name, op, value } = typedAssertion(assertion);
  return [type, name, op, value].filter(Boolean).join(" ");
}
