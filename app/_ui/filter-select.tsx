"use client";

/** One filter of a FilterBar: choosing applies it at once. */
export function FilterSelect({
  label,
  name,
  value,
  options,
}: {
  label: string;
  name: string;
  value: string | undefined;
  /** The first is "no filter", with the value "". */
  options: readonly { value: string; label: string }[];
}) {
  return (
    <select
      key={value ?? ""}
      name={name}
      aria-label={label}
      defaultValue={value ?? ""}
      onChange={(event) => event.currentTarget.form?.requestSubmit()}
      className="h-8 max-w-48 rounded-md border border-line-strong bg-surface px-2 text-ink-2 text-sm"
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
