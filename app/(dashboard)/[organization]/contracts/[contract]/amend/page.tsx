import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { memberPage, type Search, shown } from "@/app/_server/page";
import { PageHead } from "@/app/_ui/page-head";
import type { ContractView } from "@/lib/domain/contract";
import { amendmentDraft } from "@/lib/domain/contract-draft";
import { readComponentChoices } from "@/lib/operations/component-detail";
import { getContract } from "@/lib/operations/contracts";
import { AmendmentForm } from "../../_editor/amendment-form";

export const metadata: Metadata = { title: "Amend contract" };

type Props = { params: Promise<{ organization: string; contract: string }>; searchParams: Search };

export default async function AmendContract({ params, searchParams }: Props) {
  const { scope, organization, now } = await memberPage(params, "finance");
  const [contract, { components }] = await Promise.all([
    shown(getContract(scope, (await params).contract)),
    readComponentChoices(scope),
  ]);
  const { commitment: asked } = await searchParams;
  const commitment = contract.commitments.find(({ id }) => asked === undefined || id === asked);
  if (!commitment) notFound();
  const { commitments: _, ...own } = contract;
  return (
    <>
      <PageHead
        title={`Amend ${commitment.service}`}
        crumb={{ label: own.name, href: `/${organization.slug}/contracts/${own.id}` }}
      >
        Complete new terms. The version in force stays for every period before them.
      </PageHead>
      <AmendmentForm
        organization={organization.slug}
        contract={own}
        note={leftOut(contract)}
        commitmentId={commitment.id}
        initial={amendmentDraft(commitment, contract, now)}
        components={components.map((component) => ({ value: component.id, label: component.name }))}
      />
    </>
  );
}

/** The preview computes one promise alone. */
function leftOut({ commitments, invoiceCap, stacking }: ContractView): string | null {
  const shares = invoiceCap !== null || (stacking === "best_only" && commitments.length > 1);
  return shares
    ? "Not included: what the contract’s other promises leave of its cap and of the highest credit."
    : null;
}
