"use client";

import { useActionState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Banner } from "@/app/_ui/banner";
import { CopyField } from "@/app/_ui/copy-field";
import { Section } from "@/app/_ui/page-head";
import { Submit } from "@/app/_ui/submit";
import { Cell, Row, Table } from "@/app/_ui/table";
import type { PageDomain } from "@/lib/domain/page-domain";

type Action = (state: FormState<PageDomain>, form: FormData) => Promise<FormState<PageDomain>>;

const columns = [{ label: "Type" }, { label: "Name" }, { label: "Value" }, { label: "Seen" }];

/** A page's own domain: what to set in DNS, and whether it was proven. */
export function DomainPanel({
  known,
  check,
  fields,
}: {
  known: PageDomain;
  check: Action | null;
  fields: Record<string, string>;
}) {
  const [state, submit] = useActionState(check ?? unable, idle);
  const view = state.status === "done" ? state.data : known;
  const button = check ? (
    <form action={submit}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Submit tone="quiet">Check DNS now</Submit>
    </form>
  ) : null;
  return (
    <Section title="Own domain" aside={button}>
      {state.status === "refused" ? <Banner tone="bad" live title={state.message} /> : null}
      <p role="status" className="mb-2 text-ink-2 text-sm">
        {sentenceOf(view, state.status === "done")}
      </p>
      <Table label="DNS records" columns={columns}>
        {view.records.map(({ type, name, value, isSeen }) => (
          <Row key={type}>
            <Cell className="w-px">{type}</Cell>
            <Cell className="font-mono text-xs">
              <CopyField value={name} label={`name of the ${type} record`} />
            </Cell>
            <Cell className="font-mono text-xs">
              <CopyField value={value} label={`value of the ${type} record`} />
            </Cell>
            <Cell className="w-px whitespace-nowrap">
              {isSeen || view.verifiedAt !== null
                ? "Yes"
                : state.status === "done"
                  ? "Not yet"
                  : "Not checked"}
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}

function sentenceOf({ domain, verifiedAt, isTaken }: PageDomain, wasChecked: boolean): string {
  if (verifiedAt !== null) return `${domain} is proven: it is this page’s alone, and readers are sent there.`;
  if (isTaken)
    return `Another page is served at ${domain} until this one proves it. Set both records, then check.`;
  const until = "Until then it is served there, but without a certificate of its own.";
  return wasChecked
    ? `The TXT record is not there yet. DNS may take some minutes. ${until}`
    : `Set both records at whoever runs your DNS. We look every ten minutes. ${until}`;
}

async function unable(): Promise<FormState<PageDomain>> {
  return idle;
}
