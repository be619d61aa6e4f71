import { ActDialog, type ActInput } from "@/app/_ui/act-dialog";
import { localText } from "@/lib/domain/local-time";
import { moneyText, plainAmount } from "@/lib/domain/money-text";
import type { Ms } from "@/lib/domain/time";
import type { CreditView } from "@/lib/operations/credits";
import {
  appealAction,
  applyAction,
  approveAction,
  claimAction,
  denyAction,
  issueAction,
  payOutAction,
  voidAction,
} from "../actions";

const reason: ActInput = { label: "Reason", name: "reason", hint: "Kept in the audit log." };
const why: ActInput = { ...reason, hint: "Needed. Kept in the audit log.", isLong: true };

type Props = { credit: CreditView; organization: string; now: Ms; zone: string };

/** What the credit's status allows, each behind a question that says what it does. */
export function Acts({ credit, organization, now, zone }: Props) {
  const fields = { organization, id: credit.id, currency: credit.currency };
  switch (credit.status) {
    case "eligible":
    case "expired":
    case "claimed":
      return <Undecided credit={credit} fields={fields} filed={localText(now, zone).slice(0, 16)} />;
    case "denied":
      return <AppealDialog fields={fields} />;
    case "approved":
      return <Approved credit={credit} fields={fields} />;
    case "issued":
      return <Issued credit={credit} fields={fields} />;
    default:
      return null;
  }
}

type Fields = Record<string, string>;

function Undecided({ credit, fields, filed }: { credit: CreditView; fields: Fields; filed: string }) {
  const { status, claimRequired, kind } = credit;
  const needsClaim = claimRequired && kind === "credit" && status !== "claimed";
  const evidence: ActInput = {
    label: "Evidence",
    name: "evidence",
    hint: "What the customer sent.",
    isLong: true,
  };
  const at: ActInput = { label: "Came in", name: "filed_at", type: "datetime-local", initial: filed };
  const isLate = status === "expired";
  return (
    <>
      {needsClaim ? (
        <ActDialog
          key="File claim"
          label="File claim…"
          title="File the customer’s claim"
          verb="File claim"
          tone="primary"
          action={claimAction}
          fields={fields}
          inputs={[at, evidence, reason]}
        >
          Enter when the claim came in; what came in at or after the deadline is refused.
        </ActDialog>
      ) : (
        <ApproveDialog credit={credit} fields={fields} />
      )}
      {isLate ? (
        <ActDialog
          key="Accept late"
          label="Accept late…"
          title="Accept a late claim"
          verb="Accept late claim"
          action={claimAction}
          fields={{ ...fields, accept_late: "true" }}
          inputs={[at, evidence, why]}
        >
          The deadline stays as it is; that the claim was accepted all the same, by whom and why, goes into
          the audit log.
        </ActDialog>
      ) : (
        <DenyDialog fields={fields} />
      )}
    </>
  );
}

function ApproveDialog({ credit, fields }: { credit: CreditView; fields: Fields }) {
  return (
    <ActDialog
      key="Approve"
      label="Approve…"
      title="Approve this credit"
      verb="Approve"
      tone="primary"
      action={approveAction}
      fields={fields}
      inputs={[reason]}
    >
      {credit.needsTwo
        ? credit.awaitsSecond
          ? "Yours is the second approval: after it the memo can be issued."
          : "Yours is the first of two approvals: another member gives the second."
        : "After this its memo can be issued."}
    </ActDialog>
  );
}

function DenyDialog({ fields }: { fields: Fields }) {
  return (
    <ActDialog
      key="Deny"
      label="Deny…"
      title="Deny this credit"
      verb="Deny"
      tone="danger"
      action={denyAction}
      fields={fields}
      inputs={[why]}
    >
      No memo is ever issued for it. The statement stays as it is.
    </ActDialog>
  );
}

function AppealDialog({ fields }: { fields: Fields }) {
  return (
    <ActDialog
      key="Appeal"
      label="Appeal…"
      title="Take up the customer’s appeal"
      verb="Decide anew"
      action={appealAction}
      fields={fields}
      inputs={[why]}
    >
      The credit is open again and needs approvals of its own. The denial stays in the audit log.
    </ActDialog>
  );
}

function Approved({ credit, fields }: { credit: CreditView; fields: Fields }) {
  const booked: ActInput = {
    label: "Booked on",
    name: "posting_date",
    type: "date",
    hint: "Left empty: today, or the first day after what is locked.",
  };
  return (
    <>
      <ActDialog
        key="Issue memo"
        label="Issue memo…"
        title="Issue the memo"
        verb="Issue memo"
        tone="primary"
        action={issueAction}
        fields={fields}
        inputs={[booked, reason]}
      >
        Gives the next number of its series to{" "}
        {moneyText(credit.grossMinor ?? credit.amountMinor, credit.currency)}. A number once given stays; only
        a reversing memo takes it back.
      </ActDialog>
      <DenyDialog fields={fields} />
    </>
  );
}

function Issued({ credit, fields }: { credit: CreditView; fields: Fields }) {
  const left = (credit.grossMinor ?? credit.amountMinor) - credit.appliedMinor;
  const untouched = credit.appliedMinor === 0;
  return (
    <>
      <ActDialog
        key="Apply"
        label="Apply…"
        title="Apply to an invoice"
        verb="Apply"
        tone="primary"
        action={applyAction}
        fields={fields}
        inputs={[
          { label: "Invoice number", name: "invoice_number" },
          {
            label: `Amount in ${credit.currency}`,
            name: "amount_minor",
            initial: plainAmount(left, credit.currency),
            hint: `${moneyText(left, credit.currency)} are left; a part may be applied.`,
          },
          reason,
        ]}
      >
        Sets it off against an invoice of the customer.
      </ActDialog>
      {untouched ? (
        <>
          <ActDialog
            key="Pay out"
            label="Pay out…"
            title="Note the payment"
            verb="Note payment"
            action={payOutAction}
            fields={fields}
            inputs={[{ label: "Reference", name: "reference", hint: "Of the payment." }, reason]}
          >
            Notes that {moneyText(left, credit.currency)} were paid in money.
          </ActDialog>
          <ActDialog
            key="Void"
            label="Void…"
            title="Take the memo back"
            verb="Issue reversing memo"
            tone="danger"
            action={voidAction}
            fields={fields}
            inputs={[why]}
          >
            Issues a reversing memo with a number of its own. {credit.memo?.number} stays in the books.
          </ActDialog>
        </>
      ) : null}
    </>
  );
}
