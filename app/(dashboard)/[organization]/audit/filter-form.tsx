import Form from "next/form";
import { Button } from "@/app/_ui/button";
import { FilterSelect } from "@/app/_ui/filter-select";
import { type ActorNames, actorName } from "./actors";
import { actionWords } from "./changes";
import type { AuditSearch } from "./filters";

const control = "h-8 rounded-md border border-line-strong bg-surface px-2 text-sm placeholder:text-ink-3";

/** Who, what, which object and which days; the choice lives in the address. */
export function FilterForm({
  path,
  search,
  names,
  actions,
}: {
  path: string;
  search: AuditSearch;
  names: ActorNames;
  /** The kinds of act to choose from. */
  actions: readonly string[];
}) {
  const known = [...names].map(([value, label]) => ({ value, label }));
  const others = search.actor && !names.has(search.actor) ? [search.actor] : [];
  const chosen = search.action && !actions.includes(search.action) ? [search.action] : [];
  return (
    <Form
      action={path}
      role="search"
      className="grid flex-1 basis-full grid-cols-2 sm:basis-0 gap-2 sm:flex sm:flex-wrap sm:items-center"
    >
      <input
        key={search.object_id ?? ""}
        type="search"
        name="object_id"
        defaultValue={search.object_id}
        data-search=""
        aria-label="Id of the object"
        aria-keyshortcuts="/"
        placeholder="Id of an object  /"
        className={`${control} col-span-2 font-mono sm:w-56`}
      />
      <FilterSelect
        label="Who"
        name="actor"
        value={search.actor}
        options={[
          { value: "", label: "Anybody" },
          ...known,
          ...others.map((value) => ({ value, label: actorName(names, value) })),
        ]}
      />
      <FilterSelect
        label="What"
        name="action"
        value={search.action}
        options={[
          { value: "", label: "Any act" },
          ...[...actions, ...chosen].map((value) => ({ value, label: actionWords(value) })),
        ]}
      />
      <DayField label="from" name="first_day" value={search.first_day} />
      <DayField label="to" name="last_day" value={search.last_day} />
      <Button type="submit" className="max-sm:col-span-2">
        Show
      </Button>
    </Form>
  );
}

function DayField({ label, name, value }: { label: string; name: string; value: string | undefined }) {
  return (
    <label className="flex items-center gap-1.5 text-ink-2 text-sm max-sm:flex-col max-sm:items-start">
      {label}
      <input type="date" name={name} defaultValue={value} className={`${control} max-sm:w-full`} />
    </label>
  );
}
