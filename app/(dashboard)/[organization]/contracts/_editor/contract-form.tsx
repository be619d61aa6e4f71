"use client";

import { Plus } from "lucide-react";
import { useActionState, useMemo } from "react";
import { idle } from "@/app/_server/form-state";
import { Button } from "@/app/_ui/button";
import { contractInput } from "@/lib/domain/contract";
import {
  type ContractDraft,
  contractBody,
  emptyCommitment,
  previewBody,
  withTemplate,
} from "@/lib/domain/contract-draft";
import type { SlaTemplate } from "@/lib/domain/sla/templates";
import { previewNote } from "@/lib/domain/terms-preview";
import { signContract } from "../actions";
import { Aside } from "./aside";
import { CommitmentFields } from "./commitment-fields";
import type { CustomerChoices } from "./customer-at";
import { type Choice, type Drafting, EditorFields, useDraft } from "./editor";
import { EditorForm } from "./editor-form";
import { Lists } from "./lists";
import { usePreview } from "./preview";
import { ClaimFields, PartiesFields, SettingsFields } from "./settings-fields";
import { SuspensionFields } from "./suspension-fields";
import { TemplatePicker } from "./template-picker";

type Props = {
  organization: string;
  initial: ContractDraft;
  customers: CustomerChoices;
  components: readonly Choice[];
  back: string;
};

/** Makes a contract: fields, the terms in one sentence, and the last three months under them. */
export function ContractForm({ organization, initial, customers, components, back }: Props) {
  const [state, send, pending] = useActionState(signContract, idle);
  const drafting = useDraft(initial, { schema: contractInput, body: contractBody, state });
  const { draft } = drafting;
  const body = useMemo(() => previewText(draft), [draft]);
  const answer = usePreview(organization, body);
  const note = useMemo(
    () => (body === null ? null : previewNote(contractInput.parse(JSON.parse(body)))),
    [body],
  );
  const submit = () => {
    const form = new FormData();
    form.set("organization", organization);
    form.set("body", JSON.stringify(contractBody(draft)));
    send(form);
  };
  return (
    <EditorFields drafting={drafting} components={components}>
      <EditorForm
        state={state}
        pending={pending}
        verb="Create contract"
        back={back}
        onSend={submit}
        aside={
          <Aside
            commitments={draft.commitments}
            claims={draft.claims}
            suspended={draft.suspended}
            timezone={draft.timezone}
            note={note}
            body={body}
            answer={answer}
          />
        }
      >
        <PartiesFields organization={organization} customers={customers} />
        <Commitments drafting={drafting} />
        <ClaimFields claims={draft.claims} />
        <SuspensionFields suspended={draft.suspended} />
        <SettingsFields draft={draft} />
        <Lists />
      </EditorForm>
    </EditorFields>
  );
}

/** What the ledger is asked: null while the terms are not whole. */
function previewText(draft: ContractDraft): string | null {
  const body = previewBody(draft);
  return contractInput.safeParse(body).success ? JSON.stringify(body) : null;
}

function Commitments({ drafting }: { drafting: Drafting<ContractDraft> }) {
  const { draft, replace } = drafting;
  const { commitments } = draft;
  const change = (next: ContractDraft["commitments"]) =>
    replace((before) => ({ ...before, commitments: next }));
  return (
    <>
      {commitments.map((commitment, index) => (
        <section
          // biome-ignore lint/suspicious/noArrayIndexKey: a commitment that is being typed has no name of its own
          key={index}
          aria-label={`Promise ${index + 1}`}
          className="border-t pt-6"
        >
          <div className="mb-6 flex items-end gap-2">
            <div className="min-w-0 flex-1">
              <TemplatePicker
                id={`template-${index}`}
                onChoose={(template) => replace((before) => templated(before, index, template))}
              />
            </div>
            {commitments.length > 1 ? (
              <Button tone="ghost" onClick={() => change(commitments.filter((_, place) => place !== index))}>
                Remove promise {index + 1}
              </Button>
            ) : null}
          </div>
          <CommitmentFields at={`commitments.${index}.`} commitment={commitment} timezone={draft.timezone} />
        </section>
      ))}
      <div className="py-6">
        <Button
          onClick={() => change([...commitments, emptyCommitment(commitments[0]?.fees.currency ?? "EUR")])}
          disabled={commitments.length >= 20}
        >
          <Plus size={14} aria-hidden="true" />
          Add another promise
        </Button>
      </div>
    </>
  );
}

/** A template fills its commitment; of the whole contract it says how claims and several credits go. */
function templated(draft: ContractDraft, index: number, template: SlaTemplate): ContractDraft {
  return {
    ...draft,
    claims: template.claims,
    stacking: template.stacking,
    commitments: draft.commitments.map((commitment, place) =>
      place === index ? withTemplate(commitment, template) : commitment,
    ),
  };
}
