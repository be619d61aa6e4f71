import { SelectField, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { CheckBox } from "./check-box";
import { AuthorityField, DaysLeftField, FamilyField, StartTlsField } from "./connection-fields";
import type { Part } from "./monitor-form";

/** What is said on the connection and what must come back. */
export function TcpFields(part: Part) {
  const { field, typed } = part;
  return (
    <FormSection title="Connection" note="Without any of this, the port answers or it does not.">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <FamilyField {...part} prefix="tcp" />
        <StartTlsField {...part} prefix="tcp" />
      </div>
      <TextField
        label="Send"
        hint="Sent once connected. \r \n \t \0 and \xHH stand for their bytes."
        className="font-mono"
        spellCheck={false}
        autoComplete="off"
        {...field("tcp.send")}
      />
      <TextField
        label="Expect"
        hint="A pattern (RE2) that what comes back must match, for example ^\+PONG"
        className="font-mono"
        spellCheck={false}
        autoComplete="off"
        {...field("tcp.expect")}
      />
      <DaysLeftField {...part} prefix="tcp" hint="With STARTTLS only" />
      <CheckBox label="Refuse certificates that are not valid" name="tcp.verify_tls" typed={typed} />
    </FormSection>
  );
}

/** What the certificate must be like. */
export function TlsFields(part: Part) {
  const { field, typed } = part;
  const [version, ocsp] = [field("tls.min_version"), field("tls.ocsp")];
  return (
    <FormSection title="Certificate" note="Its chain, its name and its dates are proven at every run.">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <DaysLeftField {...part} prefix="tls" hint="Down when it expires sooner" />
        <TextField
          label="Name to prove"
          hint="Empty: the target's host"
          autoComplete="off"
          className="font-mono"
          {...field("tls.server_name")}
        />
        <SelectField label="TLS at least" key={version.defaultValue} {...version}>
          <option value="1.2">1.2</option>
          <option value="1.3">1.3</option>
        </SelectField>
        <SelectField label="Stapled OCSP answer" key={`ocsp ${ocsp.defaultValue}`} {...ocsp}>
          <option value="if_stapled">heeded if there is one</option>
          <option value="required">must be there and good</option>
          <option value="ignore">ignored</option>
        </SelectField>
        <FamilyField {...part} prefix="tls" />
        <StartTlsField {...part} prefix="tls" />
      </div>
      <AuthorityField {...part} name="tls.ca" />
      <CheckBox label="Refuse certificates that are not valid" name="tls.verify" typed={typed} />
    </FormSection>
  );
}

/** How often the host is asked. */
export function IcmpFields(part: Part) {
  return (
    <FormSection
      title="Echo requests"
      note="Up when at least one is answered. Asked by the ping program of the probe's system: where it has none, the check says so and counts for nothing."
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField label="Requests a run" inputMode="numeric" {...part.field("icmp.packets")} />
        <FamilyField {...part} prefix="icmp" />
      </div>
    </FormSection>
  );
}
