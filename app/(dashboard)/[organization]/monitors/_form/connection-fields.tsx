import type { ReactNode } from "react";
import { SelectField, TextArea, TextField } from "@/app/_ui/field";
import type { Part } from "./monitor-form";

type Prefixed = Part & { prefix: string };

/** By which family of addresses to connect. */
export function FamilyField({ field, prefix }: Prefixed) {
  const family = field(`${prefix}.ip_version`);
  return (
    <SelectField label="Addresses" key={family.defaultValue} {...family}>
      <option value="any">IPv4 or IPv6</option>
      <option value="4">IPv4 only</option>
      <option value="6">IPv6 only</option>
    </SelectField>
  );
}

/** Which protocol's words turn the connection into a TLS one. */
export function StartTlsField({ field, prefix }: Prefixed) {
  const kind = field(`${prefix}.starttls`);
  return (
    <SelectField label="STARTTLS" key={kind.defaultValue} {...kind}>
      <option value="">not used</option>
      <option value="smtp">SMTP</option>
      <option value="imap">IMAP</option>
      <option value="pop3">POP3</option>
      <option value="ftp">FTP</option>
      <option value="postgres">PostgreSQL</option>
    </SelectField>
  );
}

/** For how many days the certificate must still be good. */
export function DaysLeftField({ field, prefix, hint }: Prefixed & { hint: ReactNode }) {
  return (
    <TextField
      label="Certificate valid for (days)"
      hint={hint}
      inputMode="numeric"
      autoComplete="off"
      {...field(`${prefix}.days_left`)}
    />
  );
}

/** An authority trusted instead of the public ones. */
export function AuthorityField({ field, name }: Part & { name: string }) {
  return (
    <PemField
      label="Trusted authority"
      hint="A certificate in PEM form, trusted instead of the public authorities. Empty: the public ones."
      {...field(name)}
    />
  );
}

export function PemField(props: Parameters<typeof TextArea>[0]) {
  return <TextArea spellCheck={false} autoComplete="off" className="font-mono text-xs" rows={3} {...props} />;
}
