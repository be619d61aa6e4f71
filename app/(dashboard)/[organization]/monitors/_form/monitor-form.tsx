"use client";

import type { ReactNode } from "react";
import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { ButtonLink } from "@/app/_ui/button";
import { FormSection } from "@/app/_ui/form-section";
import { Submit } from "@/app/_ui/submit";
import type { CheckType } from "@/lib/domain/check-settings";
import { ConnectionFields } from "./advanced-fields";
import { ConfirmFields, RunFields } from "./confirm-fields";
import { DnsFields } from "./dns-fields";
import { HttpFields } from "./http-fields";
import type { Typed } from "./initial";
import { Only } from "./only";
import { StepRows } from "./step-rows";
import { IcmpFields, TcpFields, TlsFields } from "./tcp-fields";
import { WhatFields } from "./what-fields";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

/** Everything a part of the form needs: what stands in a field, and what was said against it. */
export type Part = {
  typed: Typed;
  state: FormState;
  /** The one kind of a stored monitor; null while it can still be chosen. */
  fixedType: CheckType | null;
  field: (name: string) => { name: string; defaultValue: string; error?: string };
};

/** Makes or changes a monitor. `fixed` names the stored one: its kind and component stay. */
export function MonitorForm({
  action,
  organization,
  initial,
  components,
  fixed,
  cancel,
}: {
  action: Action;
  organization: string;
  initial: Typed;
  components: readonly { id: string; name: string }[];
  fixed?: { id: string; version: number; type: CheckType };
  cancel: string;
}) {
  return (
    <ActionForm action={action} organization={organization} className="group/check flex flex-col gap-8">
      {(state) => {
        const part = partOf(state, initial, fixed?.type ?? null);
        return (
          <>
            {fixed ? <Stored {...fixed} /> : null}
            <WhatFields {...part} components={components} />
            <KindFields {...part} />
            <FormSection title="When" note="How often it runs, from where, and what is too slow.">
              <RunFields {...part} />
            </FormSection>
            <FormSection
              title="What counts as an outage"
              note="One odd run is not an outage. Say how many are."
            >
              <ConfirmFields {...part} />
            </FormSection>
            <div className="flex gap-2 md:pl-[15.5rem]">
              <Submit>{fixed ? "Save changes" : "Create monitor"}</Submit>
              <ButtonLink href={cancel} tone="ghost">
                Cancel
              </ButtonLink>
            </div>
          </>
        );
      }}
    </ActionForm>
  );
}

/** Each kind's own fields; the stylesheet shows those of the kind that is chosen. */
function KindFields(part: Part): ReactNode {
  const { fixedType: fixed } = part;
  return (
    <>
      <Only types="http" fixed={fixed}>
        <div className="flex flex-col gap-8">
          <HttpFields {...part} />
          <StepRows {...part} />
          <ConnectionFields {...part} />
        </div>
      </Only>
      <Only types="tcp" fixed={fixed}>
        <TcpFields {...part} />
      </Only>
      <Only types="tls" fixed={fixed}>
        <TlsFields {...part} />
      </Only>
      <Only types="dns" fixed={fixed}>
        <DnsFields {...part} />
      </Only>
      <Only types="icmp" fixed={fixed}>
        <IcmpFields {...part} />
      </Only>
    </>
  );
}

function Stored({ id, version, type }: { id: string; version: number; type: CheckType }) {
  return (
    <>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="type" value={type} />
    </>
  );
}

function partOf(state: FormState, initial: Typed, fixedType: CheckType | null): Part {
  const typed = state.status === "refused" ? state.values : initial;
  const field = (name: string) => {
    const error = complaintOf(state, name);
    return { name, defaultValue: typedIn(state, name, initial[name]), ...(error ? { error } : {}) };
  };
  return { typed, state, fixedType, field };
}
