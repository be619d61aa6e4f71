import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { Banner } from "@/app/_ui/banner";
import { Confirm } from "@/app/_ui/confirm";
import { Empty } from "@/app/_ui/empty";
import { Pager } from "@/app/_ui/list-controls";
import { PageHead, Section } from "@/app/_ui/page-head";
import { PressButton } from "@/app/_ui/press-button";
import { Time } from "@/app/_ui/time";
import { spokenFailure } from "@/lib/domain/check";
import type { Ms } from "@/lib/domain/time";
import { type AttemptView, attemptListInput, type WebhookView } from "@/lib/domain/webhook";
import { getWebhook, listAttempts } from "@/lib/operations/webhooks";
import { deleteWebhookAction, replayAction, switchWebhookAction, testWebhookAction } from "../actions";
import { healthWord, outcomeWords } from "../words";
import { RotateForm } from "./rotate-form";

export const metadata: Metadata = { title: "Webhook" };

type Props = { params: Promise<{ organization: string; webhook: string }>; searchParams: Search };

export default async function WebhookPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "admin");
  const { webhook: id } = await params;
  const input = await readSearch(attemptListInput, searchParams);
  const [webhook, { items, nextCursor }] = await Promise.all([
    shown(getWebhook(scope, id)),
    shown(listAttempts(scope, { ...input, id })),
  ]);
  const path = `/${organization.slug}/settings/webhooks`;
  const fields = { organization: organization.slug, id };
  return (
    <>
      <PageHead
        title={new URL(webhook.url).host}
        crumb={{ label: "Webhooks", href: path }}
        actions={<Acts webhook={webhook} fields={fields} />}
      >
        {healthWord(webhook)} · <span className="break-all font-mono text-xs">{webhook.url}</span>
        {webhook.description ? ` · ${webhook.description}` : null}
      </PageHead>
      {webhook.disabledReason ? <Banner tone="warning" title={webhook.disabledReason} /> : null}
      <Section title="Events">
        <p className="text-sm">{webhook.eventTypes.join(", ")}</p>
      </Section>
      <Section title="Secret" aside={`Ends with ${webhook.hint}`}>
        <RotateForm fields={fields} />
        {webhook.previousUntil !== null && webhook.previousUntil > now ? (
          <p className="mt-2 text-ink-2 text-sm">
            The secret before signs as well until <Time at={webhook.previousUntil} now={now} zone={zone} />.
          </p>
        ) : null}
      </Section>
      <Section title="Calls" aside="Kept for 30 days">
        {items.length === 0 ? (
          <Empty title="It was not called yet">Press “Send a test” to see what it says.</Empty>
        ) : (
          <ul aria-label="Calls" className="divide-y rounded-md border bg-surface">
            {items.map((attempt) => (
              <Attempt key={attempt.id} attempt={attempt} fields={fields} now={now} zone={zone} />
            ))}
          </ul>
        )}
        <Pager
          path={`${path}/${id}`}
          query={{ event_id: input.event_id, cursor: input.cursor }}
          nextCursor={nextCursor}
          shown={items.length}
          noun={items.length === 1 ? "call" : "calls"}
        />
      </Section>
    </>
  );
}

function Acts({ webhook, fields }: { webhook: WebhookView; fields: { organization: string; id: string } }) {
  const isOn = webhook.disabledAt === null;
  return (
    <>
      {isOn ? (
        <PressButton action={testWebhookAction} fields={fields} tone="primary">
          Send a test
        </PressButton>
      ) : null}
      <PressButton action={switchWebhookAction} fields={{ ...fields, enabled: String(!isOn) }}>
        {isOn ? "Switch off" : "Switch on"}
      </PressButton>
      <Confirm
        label="Delete"
        title="Delete this webhook?"
        verb="Delete webhook"
        action={deleteWebhookAction}
        fields={fields}
      >
        Nothing is sent there any more, and its log goes with it.
      </Confirm>
    </>
  );
}

function Attempt({
  attempt,
  fields,
  now,
  zone,
}: {
  attempt: AttemptView;
  fields: { organization: string; id: string };
  now: Ms;
  zone: string;
}) {
  const headers = Object.entries(attempt.requestHeaders).map(([name, value]) => `${name}: ${value}`);
  const isOver =
    attempt.outcome === "delivered" || attempt.outcome === "failed" || attempt.outcome === "cancelled";
  return (
    <li className="px-4 py-2 text-sm">
      <details>
        <summary className="flex cursor-pointer flex-wrap gap-x-3">
          <span className={attempt.outcome === "delivered" ? "" : "text-major"}>
            {outcomeWords[attempt.outcome]}
          </span>
          <code className="text-xs">{attempt.eventType}</code>
          <span className="text-ink-2">
            {attempt.responseStatus === null
              ? spokenFailure(attempt.failure ?? "")
              : `HTTP ${attempt.responseStatus}`}{" "}
            · {attempt.durationMs} ms · try {attempt.attempt}
          </span>
          <Time at={attempt.at} now={now} zone={zone} className="text-ink-2" />
        </summary>
        <h3 className="mt-2 font-medium text-xs">Sent</h3>
        <Raw text={[...headers, "", attempt.requestBody ?? "What it says is for finance."].join("\n")} />
        <h3 className="mt-2 font-medium text-xs">Answered</h3>
        <Raw text={attempt.responseBody || attempt.failure || "(nothing)"} />
      </details>
      {isOver ? (
        <div className="mt-2">
          <PressButton action={replayAction} fields={{ ...fields, attempt: attempt.id }}>
            Send again
          </PressButton>
        </div>
      ) : null}
    </li>
  );
}

function Raw({ text }: { text: string }) {
  return <pre className="mt-1 whitespace-pre-wrap break-all rounded-md bg-sunken p-2 text-xs">{text}</pre>;
}
