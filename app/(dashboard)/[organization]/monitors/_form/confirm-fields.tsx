import { SelectField, TextField } from "@/app/_ui/field";
import type { Part } from "./monitor-form";
import { Only } from "./only";
import { PlainWords } from "./plain-words";

const number = {
  type: "text",
  inputMode: "numeric",
  autoComplete: "off",
  className: "tabular-nums",
} as const;

/** When and from where it runs. */
export function RunFields({ field, fixedType }: Part) {
  const regions = field("regions");
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <TextField label="Interval (seconds)" hint="10 or more" {...number} {...field("interval_seconds")} />
        <Only types="run" fixed={fixedType}>
          <TextField label="Timeout (ms)" {...number} {...field("timeout_ms")} />
        </Only>
        <Only types="run" fixed={fixedType}>
          <TextField
            label="Degraded after (ms)"
            hint="Empty: never by speed"
            {...number}
            {...field("degraded_after_ms")}
          />
        </Only>
        <Only types="heartbeat" fixed={fixedType}>
          <TextField label="Grace (seconds)" {...number} {...field("settings.grace_seconds")} />
        </Only>
      </div>
      <Only types="heartbeat" fixed={fixedType}>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField
            label="Schedule"
            hint="Cron: minute hour day month weekday. Empty: by the interval."
            placeholder="30 2 * * *"
            autoComplete="off"
            className="font-mono"
            {...field("settings.cron")}
          />
          <TextField label="Time zone of the schedule" autoComplete="off" {...field("settings.timezone")} />
        </div>
      </Only>
      <Only types="run" fixed={fixedType}>
        <TextField
          label="Regions"
          hint="Where it runs, with commas between. The built-in one is called local."
          className="font-mono"
          {...regions}
        />
      </Only>
    </>
  );
}

/** When a verdict is believed, and what it then says of the component. */
export function ConfirmFields({ field, typed, fixedType }: Part) {
  const downState = field("down_state");
  return (
    <>
      <Only types="run" fixed={fixedType}>
        <div className="grid items-start gap-4 sm:grid-cols-3">
          <TextField label="Failures in a row" {...number} {...field("confirm.failures")} />
          <TextField label="Successes in a row" {...number} {...field("confirm.recoveries")} />
          <TextField label="Regions that agree" {...number} {...field("confirm.quorum")} />
        </div>
      </Only>
      <Only types="run" fixed={fixedType}>
        <PlainWords typed={typed} type="run" />
      </Only>
      <Only types="heartbeat" fixed={fixedType}>
        <PlainWords typed={typed} type="heartbeat" />
      </Only>
      <SelectField
        label="The component is then in"
        className="sm:w-56"
        key={downState.defaultValue}
        {...downState}
      >
        <option value="major_outage">Outage</option>
        <option value="partial_outage">Partial outage</option>
      </SelectField>
    </>
  );
}
