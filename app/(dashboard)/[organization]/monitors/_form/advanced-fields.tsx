import { complaintOf } from "@/app/_server/form-state";
import { SelectField, TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { AuthorityField, FamilyField, PemField } from "./connection-fields";
import type { Part } from "./monitor-form";

/** Who asks and how: rarely touched, so folded away until something in it is set or wrong. */
export function ConnectionFields(part: Part) {
  const { field, typed, state } = part;
  const [version, auth] = [field("settings.http_version"), field("auth.type")];
  const isSet = ["auth.type", "client.certificate", "settings.ca"].some((name) => typed[name]);
  const isWrong = state.status === "refused" && Object.keys(state.errors).some((name) => inHere.test(name));
  return (
    <FormSection title="Connection" note="Credentials go to the target's own origin alone.">
      <details open={isSet || isWrong} className="group/more">
        <summary className="w-fit cursor-pointer text-sm underline decoration-line-strong underline-offset-2">
          Protocol, credentials, certificates
        </summary>
        <div className="mt-4 flex flex-col gap-4">
          <div className="grid items-start gap-4 sm:grid-cols-3">
            <SelectField label="HTTP" key={version.defaultValue} {...version}>
              <option value="1.1">1.1</option>
              <option value="2">2 only</option>
              <option value="auto">2 or 1.1</option>
            </SelectField>
            <FamilyField {...part} prefix="settings" />
            <TextField label="Redirects at most" inputMode="numeric" {...field("settings.max_redirects")} />
          </div>
          <SelectField label="Credentials" className="sm:w-56" key={`auth ${auth.defaultValue}`} {...auth}>
            <option value="">none</option>
            <option value="basic">User name and password</option>
            <option value="bearer">Bearer token</option>
          </SelectField>
          <div className="grid items-start gap-4 sm:grid-cols-3">
            <TextField label="User name" autoComplete="off" {...field("auth.username")} />
            <TextField
              label="Password"
              autoComplete="off"
              className="font-mono"
              {...field("auth.password")}
            />
            <TextField label="Token" autoComplete="off" className="font-mono" {...field("auth.token")} />
          </div>
          <PemField label="Client certificate" hint="PEM" {...field("client.certificate")} />
          <PemField label="Client key" hint="PEM, unencrypted; stored encrypted" {...field("client.key")} />
          <AuthorityField {...part} name="settings.ca" />
        </div>
      </details>
    </FormSection>
  );
}

const inHere = /^(auth|client|settings\.(ca|http_version|ip_version|max_redirects))/;

/** What the answer gives to the steps that follow it. */
export function ExtractField({ field, state, name }: Part & { name: string }) {
  const given = field(name);
  const error = complaintOf(state, name, true);
  return (
    <TextArea
      label="Remember"
      hint="One a line: token = $.access_token · csrf = header X-CSRF · order = /order=(\d+)/. Later steps write {{token}}."
      spellCheck={false}
      rows={2}
      className="font-mono text-sm"
      {...given}
      error={error}
    />
  );
}
