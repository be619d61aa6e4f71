"use client";

import { useActionState } from "react";
import { idle } from "@/app/_server/form-state";
import { Banner } from "@/app/_ui/banner";
import { type DemoHealth, demoHealths } from "@/lib/domain/demo";
import { switchDemoService } from "./demo-actions";

type Service = { name: string; health: DemoHealth };

const words: Record<DemoHealth, { label: string; does: string }> = {
  ok: { label: "Fine", does: "answers" },
  slow: { label: "Slow", does: "answers late" },
  error: { label: "Error", does: "answers 503" },
  down: { label: "Down", does: "hangs up" },
};

/** The demo's own services, to break and to mend, so that a newcomer sees an outage travel. */
export function DemoPanel({
  services,
  organization,
  mayWrite,
}: {
  services: readonly Service[];
  organization: string;
  mayWrite: boolean;
}) {
  const [state, submit] = useActionState(switchDemoService, idle);
  return (
    <details
      className="group mb-10 rounded-md border bg-surface"
      open={services.some(({ health }) => health !== "ok")}
    >
      <summary className="flex min-h-9 flex-wrap items-baseline gap-x-3 px-4 py-2 text-sm">
        <span className="font-medium">Break something</span>
        <span className="text-ink-2">
          These services belong to the demo. Let one fail and watch it arrive here, in the ledger and on the
          page.
        </span>
      </summary>
      {state.status === "refused" ? <Banner tone="bad" live title={state.message} /> : null}
      <ul className="grid gap-px border-t md:grid-cols-2">
        {services.map((service) => (
          <li
            key={service.name}
            className="flex flex-wrap items-center justify-between gap-2 px-4 py-2 text-sm"
          >
            <span>
              <span className="font-medium font-mono text-xs">{service.name}</span>{" "}
              <span className="text-ink-3">{words[service.health].does}</span>
            </span>
            <form action={submit} className="inline-flex rounded-md border border-line-strong p-0.5">
              <input type="hidden" name="organization" value={organization} />
              <input type="hidden" name="name" value={service.name} />
              {demoHealths.map((health) => (
                <button
                  key={health}
                  type="submit"
                  name="health"
                  value={health}
                  disabled={!mayWrite}
                  aria-pressed={service.health === health}
                  aria-label={`Make ${service.name} ${words[health].label.toLowerCase()}`}
                  className="rounded-[4px] px-2 py-0.5 text-ink-2 text-xs hover:text-ink disabled:opacity-60 aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:text-ink"
                >
                  {words[health].label}
                </button>
              ))}
            </form>
          </li>
        ))}
      </ul>
    </details>
  );
}
