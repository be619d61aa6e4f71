"use client";

import { useActionState, useState } from "react";
import { type FormState, idle } from "@/app/_server/form-state";
import { Submit } from "@/app/_ui/submit";
import { type Role, roles } from "@/lib/domain/permission";
import { roleWords } from "../roles";

type Action = (state: FormState, form: FormData) => Promise<FormState>;

/** A member's role; another choice asks to be saved. */
export function RoleForm({
  action,
  fields,
  role,
  who,
  mayMakeOwners,
}: {
  action: Action;
  fields: Record<string, string>;
  role: Role;
  who: string;
  mayMakeOwners: boolean;
}) {
  const [state, submit] = useActionState(action, idle);
  const [chosen, setChosen] = useState<string>(role);
  const save = (
    <Submit tone="quiet" className="!h-7">
      Save
    </Submit>
  );
  return (
    <form action={submit} className="relative z-10">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="flex items-center gap-1.5">
        <select
          key={role}
          name="role"
          aria-label={`Role of ${who}`}
          defaultValue={role}
          onChange={(event) => setChosen(event.currentTarget.value)}
          className="h-7 rounded-md border border-line-strong bg-surface px-1.5 text-sm"
        >
          {roles
            .filter((each) => each !== "owner" || mayMakeOwners)
            .map((each) => (
              <option key={each} value={each}>
                {roleWords[each].label}
              </option>
            ))}
        </select>
        {chosen === role ? <noscript>{save}</noscript> : save}
      </div>
      {state.status === "refused" ? (
        <p role="alert" className="text-major text-xs">
          {state.message}
        </p>
      ) : null}
    </form>
  );
}
