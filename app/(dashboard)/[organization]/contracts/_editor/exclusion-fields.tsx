"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { TextArea } from "@/app/_ui/field";
import { causes } from "@/lib/domain/correction-input";
import { causeWords } from "@/lib/domain/terms-sentence";
import { exclusionModes, unqualifiedStates } from "./choices";
import { Check, CheckAt, GroupComplaint, OptionalAt, SelectAt, TextAt } from "./controls";
import { DurationAt } from "./duration-at";
import { useEditor } from "./editor";
import { Pair } from "./part";

/** What does not count: announced maintenance, causes, and time outside service hours. */
export function ExclusionsAt({ at, timezone }: { at: string; timezone: string }) {
  const { read } = useEditor();
  const isCounting = read(`${at}terms.measurement.interval_seconds`) !== undefined;
  return (
    <>
      {isCounting ? null : <Maintenance path={`${at}terms.maintenance`} />}
      {isCounting ? null : <Causes path={`${at}terms.cause_exclusions`} />}
      <SelectAt path={`${at}terms.exclusion_mode`} label="What is excluded is" choices={exclusionModes} />
      <ServiceHours path={`${at}terms.service_hours`} timezone={timezone} />
    </>
  );
}

function Maintenance({ path }: { path: string }) {
  const { read } = useEditor();
  const isExcluded = read(`${path}.exclude`) === true;
  return (
    <div className="flex flex-col gap-3">
      <CheckAt path={`${path}.exclude`} label="Leave out announced maintenance" />
      {isExcluded ? (
        <Pair>
          <DurationAt path={`${path}.notice_seconds`} label="Announced at least, ahead" />
          <DurationAt path={`${path}.cap_seconds`} label="At most (empty: no limit)" nullable />
          <SelectAt
            path={`${path}.cap_scope`}
            label="The limit is for"
            choices={[
              { value: "period", label: "Each period" },
              { value: "calendar_year", label: "Each calendar year" },
            ]}
          />
        </Pair>
      ) : null}
      <SelectAt
        path={`${path}.unqualified_state`}
        label="Maintenance that does not qualify counts"
        choices={unqualifiedStates}
        hint="Anything but the ledger's own word bills windows in which everything worked."
      />
    </div>
  );
}

function Causes({ path }: { path: string }) {
  const { read, write } = useEditor();
  const chosen = (read(path) ?? []) as readonly string[];
  const all = [...new Set([...causes, ...chosen])];
  const toggle = (cause: string, isOn: boolean) =>
    write(path, isOn ? [...chosen, cause] : chosen.filter((each) => each !== cause));
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">Leave out outages caused by</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {all.map((cause) => (
          <Check
            key={cause}
            label={causeWords(cause)}
            checked={chosen.includes(cause)}
            onChange={(isOn) => toggle(cause, isOn)}
          />
        ))}
      </div>
      <GroupComplaint path={path} />
    </fieldset>
  );
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
type Span = { days: readonly number[]; from: string; to: string };
const workday: Span = { days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00" };

function ServiceHours({ path, timezone }: { path: string; timezone: string }) {
  const { read, write, complaint } = useEditor();
  const spans = (read(`${path}.weekly`) ?? []) as readonly Span[];
  const holidays = (read(`${path}.holidays`) ?? []) as readonly string[];
  return (
    <OptionalAt
      path={path}
      label="Count service hours only"
      initial={{ timezone, weekly: [workday], holidays: [] }}
    >
      {spans.map((_, index) => (
        <SpanRow
          // biome-ignore lint/suspicious/noArrayIndexKey: spans have no name of their own and are edited in place
          key={index}
          path={`${path}.weekly.${index}`}
          onRemove={() =>
            write(
              `${path}.weekly`,
              spans.filter((__, place) => place !== index),
            )
          }
        />
      ))}
      <GroupComplaint path={`${path}.weekly`} />
      <div>
        <Button onClick={() => write(`${path}.weekly`, [...spans, workday])}>
          <Plus size={14} aria-hidden="true" />
          Add hours
        </Button>
      </div>
      <TextAt path={`${path}.timezone`} label="Time zone of the hours" list="zones" />
      <TextArea
        label="Holidays"
        name={`${path}.holidays`}
        rows={3}
        placeholder="2026-12-25"
        hint="One date a line."
        value={holidays.join("\n")}
        onChange={(event) => write(`${path}.holidays`, linesOf(event.target.value))}
        error={complaint(`${path}.holidays`, true)}
      />
    </OptionalAt>
  );
}

/** Lines as typed; what is not whole yet stays, and only an empty field is no date at all. */
function linesOf(text: string): string[] {
  return text.trim() === "" ? [] : text.split("\n");
}

function SpanRow({ path, onRemove }: { path: string; onRemove: () => void }) {
  const { read, write } = useEditor();
  const days = (read(`${path}.days`) ?? []) as readonly number[];
  const toggle = (day: number, isOn: boolean) =>
    write(
      `${path}.days`,
      isOn ? [...days, day].toSorted((a, b) => a - b) : days.filter((each) => each !== day),
    );
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-x-4">
        {weekdays.map((label, index) => (
          <Check
            key={label}
            label={label}
            checked={days.includes(index + 1)}
            onChange={(isOn) => toggle(index + 1, isOn)}
          />
        ))}
      </div>
      <GroupComplaint path={`${path}.days`} />
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end gap-2">
        <TextAt path={`${path}.from`} label="From" placeholder="08:00" />
        <TextAt path={`${path}.to`} label="To" placeholder="24:00" />
        <Button tone="ghost" className="!px-2" aria-label="Remove these hours" onClick={onRemove}>
          <X size={14} aria-hidden="true" />
        </Button>
      </div>
    </div>
  );
}
