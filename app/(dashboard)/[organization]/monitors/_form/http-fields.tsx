import { complaintOf } from "@/app/_server/form-state";
import { SelectField, TextArea } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import type { HttpSettings } from "@/lib/domain/check-settings";
import { AssertionRows } from "./assertion-rows";
import { CheckBox } from "./check-box";
import { HeaderRows } from "./header-rows";
import type { Part } from "./monitor-form";

const methods: readonly HttpSettings["method"][] = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
];

/** The request that is sent and what the answer must satisfy. */
export function HttpFields({ field, typed, state, fixedType }: Part) {
  const method = field("settings.method");
  const headerComplaint = complaintOf(state, "settings.headers", true);
  return (
    <>
      <FormSection
        title="Request"
        note="Values of headers and the body are stored encrypted and never shown again."
      >
        <SelectField label="Method" className="sm:w-40" key={method.defaultValue} {...method}>
          {methods.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </SelectField>
        <div className="flex flex-col gap-1">
          <p className="font-medium text-sm">Headers</p>
          <HeaderRows typed={typed} />
          {headerComplaint ? <p className="text-major text-xs">{headerComplaint}</p> : null}
        </div>
        <TextArea
          label="Body"
          spellCheck={false}
          className="font-mono text-sm"
          hint={
            fixedType === null
              ? undefined
              : "What shows as ******** is kept as it is; type over it to replace it."
          }
          {...field("settings.body")}
        />
        <CheckBox label="Follow redirects" name="settings.follow_redirects" typed={typed} />
        <CheckBox label="Refuse certificates that are not valid" name="settings.verify_tls" typed={typed} />
      </FormSection>
      <FormSection
        title="Assertions"
        note="What the answer must satisfy. Without one about the status, any 2xx or 3xx will do."
      >
        <AssertionRows typed={typed} state={state} />
      </FormSection>
    </>
  );
}
