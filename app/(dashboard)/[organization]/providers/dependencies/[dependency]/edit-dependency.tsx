"use client";

import { ActionForm } from "@/app/_ui/action-form";
import { ButtonLink } from "@/app/_ui/button";
import { Submit } from "@/app/_ui/submit";
import type { DependencyEffect, RemoteSelector } from "@/lib/domain/dependency";
import { changeDependencyAction, type Part } from "../../actions";
import { DependencyFields } from "../../dependency-fields";

/** Changes what a dependency looks at, does, and shows. */
export function EditDependency({
  organization,
  dependency,
  parts,
}: {
  organization: string;
  dependency: {
    id: string;
    version: number;
    remote: RemoteSelector | null;
    effect: DependencyEffect;
    shown: boolean;
    back: string;
  };
  parts: readonly Part[];
}) {
  return (
    <ActionForm action={changeDependencyAction} organization={organization}>
      {(state) => (
        <>
          <input type="hidden" name="id" value={dependency.id} />
          <input type="hidden" name="version" value={dependency.version} />
          <DependencyFields state={state} parts={parts} initial={dependency} />
          <div className="flex gap-2">
            <Submit>Save changes</Submit>
            <ButtonLink href={dependency.back} tone="ghost">
              Cancel
            </ButtonLink>
          </div>
        </>
      )}
    </ActionForm>
  );
}
