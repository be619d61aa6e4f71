"use client";

import { complaintOf, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import { plainAmount } from "@/lib/domain/money-text";
import type { ClaimStatus } from "@/lib/domain/upstream";
import { fileClaimAction, settleClaimAction } from "../actions";

type Shown = {
  id: string;
  version: number;
  status: ClaimStatus;
  currency: string;
  computedMinor: number;
  claimedMinor: number | null;
};

/** The next step of a claim: it is sent, then answered. */
export function ClaimActs({ organization, claim }: { organization: string; claim: Shown }) {
  if (claim.status === "open" || claim.status === "lapsed")
    return <Filing organization={organization} claim={claim} />;
  if (claim.status === "claimed") return <Settling organization={organization} claim={claim} />;
  const words =
    claim.status === "met"
      ? "The promise was kept; there is nothing to claim."
      : "The provider has answered.";
  return <p className="text-ink-2 text-sm">{words}</p>;
}

function Hidden({ claim }: { claim: Shown }) {
  return (
    <>
      <input type="hidden" name="id" value={claim.id} />
      <input type="hidden" name="version" value={claim.version} />
      <input type="hidden" name="currency" value={claim.currency} />
    </>
  );
}

function Filing({ organization, claim }: { organization: string; claim: Shown }) {
  return (
    <ActionForm action={fileClaimAction} organization={organization}>
      {(state) => (
        <>
          <Hidden claim={claim} />
          {claim.status === "lapsed" ? (
            <p className="text-major text-sm">
              The time for it is over. Some providers are kind; it can still be noted.
            </p>
          ) : null}
          <TextField
            label={`Claimed, ${claim.currency}`}
            name="claimed"
            inputMode="decimal"
            defaultValue={typedIn(state, "claimed", plainAmount(claim.computedMinor, claim.currency))}
            error={complaintOf(state, "claimed_minor")}
          />
          <TextField
            label="Their reference"
            name="reference"
            maxLength={200}
            hint="The number of the case at the provider. May be left empty."
            defaultValue={typedIn(state, "reference")}
            error={complaintOf(state, "reference")}
          />
          <div>
            <Submit>It was sent</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

function Settling({ organization, claim }: { organization: string; claim: Shown }) {
  const asked = claim.claimedMinor ?? claim.computedMinor;
  return (
    <ActionForm action={settleClaimAction} organization={organization}>
      {(state) => (
        <>
          <Hidden claim={claim} />
          <TextField
            label={`Granted, ${claim.currency}`}
            name="granted"
            inputMode="decimal"
            hint="0 is a refusal."
            defaultValue={typedIn(state, "granted", plainAmount(asked, claim.currency))}
            error={complaintOf(state, "granted_minor")}
          />
          <TextField
            label="Note"
            name="note"
            maxLength={2_000}
            defaultValue={typedIn(state, "note")}
            error={complaintOf(state, "note")}
          />
          <div>
            <Submit>It was answered</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}
