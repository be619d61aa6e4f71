"use client";

import { complaintOf, type FormState, typedIn } from "@/app/_server/form-state";
import { ActionForm } from "@/app/_ui/action-form";
import { SelectField, TextField } from "@/app/_ui/field";
import { Submit } from "@/app/_ui/submit";
import type { AlertRoute } from "@/lib/domain/alert";
import { saveRouteAction } from "./actions";

type Named = { id: string; name: string };

/** A route: of what, when not, and who is told after whom. Without one of the list's, it is added behind them. */
export function RouteForm({
  organization,
  channels,
  components,
  zone,
  place,
  route,
}: {
  organization: string;
  channels: readonly Named[];
  components: readonly Named[];
  zone: string;
  place?: number;
  route?: AlertRoute;
}) {
  return (
    <ActionForm
      action={saveRouteAction}
      organization={organization}
      className="flex flex-col gap-4 rounded-md border bg-surface p-4"
    >
      {(state) => (
        <>
          {route ? <input type="hidden" name="place" value={place} /> : null}
          {route ? <input type="hidden" name="seen" value={JSON.stringify(route)} /> : null}
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <TextField
              label="Name"
              name="name"
              id="route-name"
              autoComplete="off"
              placeholder="Everything"
              defaultValue={typedIn(state, "name", route?.name)}
              error={complaintOf(state, "routes.0.name")}
            />
            <SelectField
              label="Of"
              name="min_severity"
              defaultValue={typedIn(state, "min_severity", route?.minSeverity ?? "partial_outage")}
            >
              <option value="partial_outage">Every outage</option>
              <option value="major_outage">Major outages only</option>
            </SelectField>
          </div>
          <Choices
            legend="Components (none chosen: all)"
            name="components"
            offered={components}
            initial={route?.componentIds ?? []}
            state={state}
          />
          {[0, 1, 2].map((index) => (
            <Step key={index} index={index} channels={channels} step={route?.steps[index]} state={state} />
          ))}
          <Quiet state={state} zone={zone} route={route} />
          <div>
            <Submit>{route ? "Save" : "Add route"}</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

function Step({
  index,
  channels,
  step,
  state,
}: {
  index: number;
  channels: readonly Named[];
  step: AlertRoute["steps"][number] | undefined;
  state: FormState;
}) {
  const complaint =
    complaintOf(state, `routes.0.steps.${index}`, true) ??
    (index === 0 ? complaintOf(state, "routes.0.steps") : undefined);
  return (
    <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_12rem]">
      <Choices
        legend={index === 0 ? "First" : `Then, step ${index + 1} (optional)`}
        name={`step_${index}`}
        offered={channels}
        initial={step?.channelIds ?? []}
        state={state}
      />
      {index === 0 ? (
        <p className="text-ink-3 text-xs">At once.</p>
      ) : (
        <TextField
          label={`Minutes, step ${index + 1}`}
          name={`after_${index}`}
          inputMode="numeric"
          defaultValue={typedIn(state, `after_${index}`, String(step?.afterMinutes ?? index * 15))}
          hint="After the first, if nobody acknowledged."
        />
      )}
      {complaint ? <p className="text-major text-xs">{complaint}</p> : null}
    </div>
  );
}

function Quiet({ state, zone, route }: { state: FormState; zone: string; route: AlertRoute | undefined }) {
  const hours = route?.quietHours;
  const wakes = typedIn(state, "wake_for_major", (route?.wakeForMajor ?? true) ? "true" : "") === "true";
  return (
    <fieldset className="grid items-start gap-4 sm:grid-cols-3">
      <legend className="mb-1 font-medium text-sm">Quiet hours (optional)</legend>
      <TextField
        label="From"
        name="quiet_from"
        type="time"
        defaultValue={typedIn(state, "quiet_from", hours?.from)}
        error={complaintOf(state, "routes.0.quiet_hours.from")}
      />
      <TextField
        label="Until"
        name="quiet_to"
        type="time"
        defaultValue={typedIn(state, "quiet_to", hours?.to)}
        error={complaintOf(state, "routes.0.quiet_hours.to")}
      />
      <TextField
        label="Time zone"
        name="quiet_zone"
        defaultValue={typedIn(state, "quiet_zone", hours?.timezone ?? zone)}
        error={complaintOf(state, "routes.0.quiet_hours.timezone")}
      />
      <label className="flex min-h-8 items-center gap-2 text-sm sm:col-span-3">
        <input
          key={String(wakes)}
          type="checkbox"
          name="wake_for_major"
          value="true"
          defaultChecked={wakes}
          className="size-4 accent-ink"
        />
        Major outages are told in quiet hours too
      </label>
    </fieldset>
  );
}

function Choices({
  legend,
  name,
  offered,
  initial,
  state,
}: {
  legend: string;
  name: string;
  offered: readonly Named[];
  initial: readonly string[];
  state: FormState;
}) {
  const chosen = new Set(typedIn(state, name, initial.join("\n")).split("\n"));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium text-sm">{legend}</legend>
      <div className="flex max-h-40 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
        {offered.map(({ id, name: label }) => (
          <label key={`${id} ${chosen.has(id)}`} className="flex min-h-8 items-center gap-2 text-sm">
            <input
              type="checkbox"
              name={name}
              value={id}
              defaultChecked={chosen.has(id)}
              className="size-4 accent-ink"
            />
            <span className="break-words">{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
