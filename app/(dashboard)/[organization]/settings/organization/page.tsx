import type { Metadata } from "next";
import { memberPage } from "@/app/_server/page";
import { CopyField } from "@/app/_ui/copy-field";
import { FormSection } from "@/app/_ui/form-section";
import { ExactTime } from "@/app/_ui/time";
import { getOrganization } from "@/lib/operations/organizations";
import { renameAction } from "../actions";
import { SettingsHead } from "../head";
import { roleWords } from "../roles";
import { RenameForm } from "./rename-form";

export const metadata: Metadata = { title: "Organization" };

type Props = { params: Promise<{ organization: string }> };

export default async function OrganizationPage({ params }: Props) {
  const { scope, role, zone } = await memberPage(params);
  const { id, slug, name, createdAt, version } = await getOrganization(scope);
  return (
    <>
      <SettingsHead organization={slug} grants={scope.grants} view="organization" />
      <div className="flex flex-col gap-8">
        <FormSection title="Name" note="What members see.">
          {scope.grants.has("admin") ? (
            <RenameForm action={renameAction} organization={slug} name={name} version={version} />
          ) : (
            <p className="text-sm">{name}</p>
          )}
        </FormSection>
        <FormSection title="Facts" note="These never change, so that links and keys go on working.">
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm">
            <dt className="text-ink-3">Address</dt>
            <dd className="font-mono text-xs leading-5">/{slug}</dd>
            <dt className="text-ink-3">Id</dt>
            <dd>
              <CopyField value={id} label="organization id" />
            </dd>
            <dt className="text-ink-3">Since</dt>
            <dd>
              <ExactTime at={createdAt} zone={zone} />
            </dd>
            <dt className="text-ink-3">Your role</dt>
            <dd>
              {roleWords[role].label}: {roleWords[role].note}
            </dd>
          </dl>
        </FormSection>
      </div>
    </>
  );
}
