import type { Typed } from "./initial";

/** A yes or no that is on when its field was given. */
export function CheckBox({ label, name, typed }: { label: string; name: string; typed: Typed }) {
  const isOn = typed[name] !== undefined;
  return (
    <label className="flex w-fit items-center gap-2 text-sm">
      <input
        key={String(isOn)}
        type="checkbox"
        name={name}
        value="true"
        defaultChecked={isOn}
        className="size-4 accent-ink"
      />
      {label}
    </label>
  );
}
