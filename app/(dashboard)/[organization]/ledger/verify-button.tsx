"use client";

import { ShieldCheck } from "lucide-react";
import { useActionState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Banner } from "@/app/_ui/banner";
import { Submit } from "@/app/_ui/submit";
import { type Verified, verifyChains } from "./actions";

/** Checks a chain, or all, here and now, and says what was found. */
export function VerifyButton({
  organization,
  component,
  names = {},
}: {
  organization: string;
  /** One chain; all of them when left out. */
  component?: string;
  names?: Readonly<Record<string, string>>;
}) {
  const [state, submit] = useActionState<FormState<Verified>, FormData>(verifyChains, idle);
  return (
    <div
      id="verify"
      className="mb-6 flex flex-wrap items-start justify-between gap-3 rounded-md border bg-surface px-4 py-3"
    >
      <div className="min-w-0 flex-1 text-sm" role="status">
        <Finding state={state} names={names} isOne={component !== undefined} />
      </div>
      <form action={submit}>
        <input type="hidden" name="organization" value={organization} />
        {component ? <input type="hidden" name="component_id" value={component} /> : null}
        <Submit tone="quiet">
          <ShieldCheck size={14} aria-hidden="true" />
          Verify now
        </Submit>
      </form>
    </div>
  );
}

function Finding({
  state,
  names,
  isOne,
}: {
  state: FormState<Verified>;
  names: Readonly<Record<string, string>>;
  isOne: boolean;
}) {
  if (state.status === "refused") return <Banner tone="bad" title={state.message} />;
  if (state.status === "idle")
    return (
      <>
        <p className="font-medium">
          {isOne ? "Is this chain as it was written?" : "Are the chains as they were written?"}
        </p>
        <p className="text-ink-2">
          Every text is rebuilt, hashed and tied to the one before, then held against the signed checkpoints.
        </p>
      </>
    );
  const { ok, entries, components, checkpoint, tookMs } = state.data;
  const bad = components.filter((chain) => chain.finding !== null);
  return (
    <>
      <p className={`font-medium ${ok ? "text-operational" : "text-major"}`}>
        {ok ? "Verified: everything is as it was written" : "Not as it was written"}
      </p>
      <p className="text-ink-2 tabular-nums">
        {entries.toLocaleString("en-GB")} {entries === 1 ? "entry" : "entries"} in{" "}
        {components.length === 1 ? "one chain" : `${components.length} chains`}
        {checkpoint ? `, checkpoint #${checkpoint.seq}` : ", no checkpoint yet"}, in {tookMs} ms
      </p>
      <ul className="mt-1 space-y-1">
        {bad.map((chain) => (
          <li key={chain.componentId}>
            <strong className="font-medium">{names[chain.componentId] ?? chain.componentId}</strong>
            {chain.firstBadSeq === null ? "" : `, entry #${chain.firstBadSeq}`}: {chain.finding}
          </li>
        ))}
        {checkpoint?.finding ? <li>Checkpoints: {checkpoint.finding}</li> : null}
      </ul>
    </>
  );
}
