import Link from "next/link";
import type { ReactNode } from "react";
import { CopyField } from "@/app/_ui/copy-field";
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
        <Fact name="Component">
          <Link href={component.href} className="underline decoration-line-strong hover:decoration-ink">
            {component.name}
          </Link>
        </Fact>
        <Fact name="Type">
          {"method" in settings ? `${typeWords[type]} ${settings.method}` : typeWords[type]}
        </Fact>
        {monitor.target === "" ? null : (
          <Fact name="Target">
            <CopyField value={monitor.target} label="target" />
          </Fact>
        )}
        {monitor.beatUrl === null ? null : (
          <Fact name="Call this when the job is done">
            <CopyField value={monitor.beatUrl} label="heartbeat address" />
            <p className="mt-1 text-ink-3 text-xs">
              Add /start when it begins, /fail when it failed and /log to note something; what you send along
              is kept. Whoever knows the address can report.
            </p>
          </Fact>
        )}
        <Fact name="Runs">
          {type === "heartbeat"
            ? awaitedWords(monitor)
            : `Every ${shortDuration(monitor.intervalSeconds * 1_000)} from ${monitor.regions.join(", ")}, given up after ${shortDuration(monitor.timeoutMs)}`}
        </Fact>
        {monitor.degradedAfterMs === null ? null : (
          <Fact name="Too slow">{`Degraded when it takes longer than ${monitor.degradedAfterMs} ms`}</Fact>
        )}
        {monitor.assertions.length === 0 ? null : (
          <Fact name="Assertions">
            <ul>
              {monitor.assertions.map((assertion) => (
                <li key={JSON.stringify(assertion)} className="font-mono text-xs leading-5">
                  {assertionText(assertion as Assertion)}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        <Fact name="Outage">{outageWords(monitor)}</Fact>
      </dl>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 py-2 md:grid-cols-[13rem_minmax(0,1fr)]">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
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
