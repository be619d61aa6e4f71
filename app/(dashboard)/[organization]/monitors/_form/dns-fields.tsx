import { SelectField, TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { recordTypes } from "@/lib/domain/check-settings";
import { CheckBox } from "./check-box";
import type { Part } from "./monitor-form";

/** What is asked of whom, and what the answer must be. */
export function DnsFields({ field, typed }: Part) {
  const [record, match] = [field("dns.record"), field("dns.match")];
  return (
    <FormSection title="Question" note="Asked over UDP, and over TCP when the answer does not fit.">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SelectField label="Record" key={record.defaultValue} {...record}>
          {recordTypes.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </SelectField>
        <TextField
          label="Name server"
          hint="Empty: the probe's own resolver"
          placeholder="1.1.1.1"
          autoComplete="off"
          className="font-mono"
          {...field("dns.server")}
        />
      </div>
      <TextArea
        label="Expected answers"
        hint="One a line, as zone files write them (10 mx.example.com). Empty: any answer will do."
        spellCheck={false}
        className="font-mono text-sm"
        {...field("dns.expect")}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SelectField label="The answer must hold" key={`match ${match.defaultValue}`} {...match}>
          <option value="exact">exactly these</option>
          <option value="contains">at least these</option>
          <option value="any">one of these</option>
        </SelectField>
        <TextField
          label="Registration valid for (days)"
          hint="Asked of the registry (RDAP). Empty: not asked."
          inputMode="numeric"
          autoComplete="off"
          {...field("dns.days_left")}
        />
      </div>
      <CheckBox label="The resolver must have validated it (DNSSEC)" name="dns.dnssec" typed={typed} />
    </FormSection>
  );
}
