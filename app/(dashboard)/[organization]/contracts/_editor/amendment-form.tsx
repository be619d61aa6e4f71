"use client";

import { useActionState, useMemo } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { amendmentInput, type ContractView, contractInput } from "@/lib/domain/contract";
import { type AmendmentDraft, amendmentBody, previewBody, suspendedDays } from "@/lib/domain/contract-draft";
import { amendTerms } from "../actions";
import { Aside } from "./aside";
import { CommitmentFields } from "./commitment-fields";
import { CheckAt, TextAt } from "./controls";
import { type Choice, EditorFields, useDraft } from "./editor";
import { EditorForm } from "./editor-form";
import { Lists } from "./lists";
import { Part } from "./part";
import { usePreview } from "./preview";
import { DayAt } from "./settings-fields";

type Props = {
  organization: string;
  contract: Pick<
    ContractView,
    | "id"
    | "name"
    | "timezone"
    | "basis"
    | "claims"
    | "amendmentPolicy"
    | "partialPeriod"
    | "clawback"
    | "settleHours"
    | "suspended"
  >;
  /** What of the whole contract the preview leaves out; null where nothing is. */
  note: string | null;
  commitmentId: string;
  initial: AmendmentDraft;
  components: readonly Choice[];
};

/** Complete new terms for one promise from a day on; what was before stays as it was written. */
export function AmendmentForm({ organization, contract, note, commitmentId, initial, components }: Props) {
  const [state, send, pending] = useActionState(amendTerms, idle);
  const commitment = useMemo(
    () => ({ id: commitmentId, timezone: contract.timezone }),
    [commitmentId, contract.timezone],
  );
  const bodyOf = useMemo(() => (draft: AmendmentDraft) => amendmentBody(draft, commitment), [commitment]);
  const drafting = useDraft(initial, { schema: amendmentInput, body: bodyOf, state });
  const { draft } = drafting;
  const body = useMemo(() => previewText(draft, contract), [draft, contract]);
  const answer = usePreview(organization, body);
  const submit = () => {
    const form = new FormData();
    form.set("organization", organization);
    form.set("id", contract.id);
    form.set("body", JSON.stringify(bodyOf(draft)));
    send(form);
  };
  return (
    <EditorFields drafting={drafting} components={components}>
      <EditorForm
        state={state}
        pending={pending}
        verb="Write the amendment"
        back={`/${organization}/contracts/${contract.id}`}
        onSend={submit}
        aside={
          <Aside
            commitments={[draft]}
            claims={contract.claims}
            suspended={suspendedDays(contract)}
            timezone={contract.timezone}
            note={note}
            body={body}
            answer={answer}
          />
        }
      >
        <From state={state} />
        <CommitmentFields at="" commitment={draft} timezone={contract.timezone} isAmendment />
        <Lists />
      </EditorForm>
    </EditorFields>
  );
}

function From({ state }: { state: FormState }) {
  const reachesClosed = state.status === "refused" && "effective_from" in state.errors;
  return (
    <Part
      title="From when"
      note="The terms below replace the present ones from the first instant of that day. Earlier periods keep theirs."
    >
      <DayAt path="effective_on" complaintOf="effective_from" label="First day of the new terms" />
      <div className={reachesClosed ? "rounded-md border border-degraded p-3" : ""}>
        <CheckAt path="restate" label="Restate closed periods that this changes" />
        <p className="mt-1 text-ink-3 text-xs">
          Closed statements stay as they are. Each that would come out differently gets a restatement, and a
          memo for the difference.
        </p>
      </div>
      <TextAt
        path="reason"
        label="Reason"
        maxLength={2_000}
        hint="Kept in the audit log. May be left empty."
      />
    </Part>
  );
}

function previewText(draft: AmendmentDraft, contract: Props["contract"]): string | null {
  const body = previewBody({
    customer_id: "",
    name: contract.name,
    timezone: contract.timezone,
    starts_on: "2000-01-01",
    last_day: draft.window.type === "fixed" ? "2100-01-01" : "",
    suspended: suspendedDays(contract),
    basis: contract.basis,
    claims: contract.claims,
    amendment_policy: contract.amendmentPolicy,
    partial_period: contract.partialPeriod,
    clawback: contract.clawback,
    stacking: "cumulative",
    invoice_cap: null,
    settle_hours: contract.settleHours,
    commitments: [draft],
  });
  return contractInput.safeParse(body).success ? JSON.stringify(body) : null;
}
