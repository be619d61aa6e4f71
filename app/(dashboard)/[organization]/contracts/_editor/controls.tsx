"use client";

import { type ComponentProps, type ReactNode, useState } from "react";
import { SelectField, TextField } from "@/app/_ui/field";
import { minorOf, plainAmount } from "@/lib/domain/money-text";
import { type Choice, useEditor } from "./editor";

type At = { path: string; label: string; hint?: ReactNode };

const textOf = (value: unknown) => (value === null || value === undefined ? "" : String(value));

/** A text of the draft. */
export function TextAt({ path, ...rest }: At & Omit<ComponentProps<"input">, "name">) {
  const { read, write, complaint } = useEditor();
  return (
    <TextField
      {...rest}
      name={path}
      value={textOf(read(path))}
      onChange={(event) => write(path, event.target.value)}
      error={complaint(path)}
    />
  );
}

/** A decimal that stays the text it was typed as, such as "99.95"; a comma is taken for a point. */
export function DecimalAt({ path, nullable, ...rest }: At & { nullable?: boolean; placeholder?: string }) {
  const { read, write, complaint } = useEditor();
  const typed = (text: string) => (nullable && text === "" ? null : text.trim().replace(",", "."));
  return (
    <TextField
      {...rest}
      name={path}
      inputMode="decimal"
      className="tabular-nums"
      value={textOf(read(path))}
      onChange={(event) => write(path, typed(event.target.value))}
      error={complaint(path)}
    />
  );
}

/** A whole number; text that is none stays in the draft, so that the schema complains about it. */
export function NumberAt({ path, nullable, ...rest }: At & { nullable?: boolean; placeholder?: string }) {
  const { read, write, complaint } = useEditor();
  const typed = (text: string) => (nullable && text === "" ? null : wholeOf(text));
  return (
    <TextField
      {...rest}
      name={path}
      inputMode="numeric"
      className="tabular-nums"
      value={textOf(read(path))}
      onChange={(event) => write(path, typed(event.target.value))}
      error={complaint(path)}
    />
  );
}

function wholeOf(text: string): number | string {
  return /^-?\d+$/.test(text.trim()) ? Number(text) : text;
}

/** An amount as people write it; the draft holds minor units of the currency. */
export function MoneyAt({
  path,
  currency,
  nullable,
  ...rest
}: At & { currency: string; nullable?: boolean; placeholder?: string }) {
  const { read, write, complaint } = useEditor();
  const value = read(path);
  const [typed, setTyped] = useState<{ text: string; currency: string } | null>(null);
  const kept = typeof value === "number" ? plainAmount(value, currency) : textOf(value);
  const isSame =
    typed !== null &&
    typed.currency === currency &&
    (minorOf(typed.text, currency) ?? typed.text) === (value ?? "");
  const change = (text: string) => {
    setTyped({ text, currency });
    write(path, nullable && text === "" ? null : (minorOf(text, currency) ?? text));
  };
  const isText = typeof value === "string" && value !== "";
  return (
    <TextField
      {...rest}
      name={path}
      inputMode="decimal"
      className="tabular-nums"
      value={isSame ? typed.text : kept}
      onChange={(event) => change(event.target.value)}
      error={isText ? "must be an amount such as 1,250.00" : complaint(path)}
    />
  );
}

/** One of a few words; `whole` replaces what the value stands in, such as a whole method, by its beginning. */
export function SelectAt({
  path,
  choices,
  onChoose,
  value,
  ...rest
}: At & { choices: readonly Choice[]; value?: string; onChoose?: (value: string) => void }) {
  const { read, write, complaint } = useEditor();
  const choose = onChoose ?? ((chosen: string) => write(path, chosen));
  return (
    <SelectField
      {...rest}
      name={path}
      value={value ?? textOf(read(path))}
      onChange={(event) => choose(event.target.value)}
      error={complaint(path)}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </SelectField>
  );
}

/** A yes or no. */
export function CheckAt({ path, label }: At) {
  const { read, write } = useEditor();
  return <Check label={label} checked={read(path) === true} onChange={(isOn) => write(path, isOn)} />;
}

/** A part of the terms that may be absent: checking it begins with `initial`, unchecking takes it away. */
export function OptionalAt({
  path,
  label,
  initial,
  children,
}: At & { initial: unknown; children: ReactNode }) {
  const { read, write } = useEditor();
  const isThere = (read(path) ?? null) !== null;
  return (
    <div className="flex flex-col gap-3">
      <Check label={label} checked={isThere} onChange={(isOn) => write(path, isOn ? initial : null)} />
      {isThere ? (
        <div className="flex flex-col gap-4 border-l-2 border-line-strong pl-4">{children}</div>
      ) : null}
    </div>
  );
}

export function Check({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <label className="flex w-fit items-center gap-2 py-0.5 text-sm">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 shrink-0 accent-ink"
      />
      {label}
    </label>
  );
}

/** The complaint about a list or a group, which no single control bears. */
export function GroupComplaint({ path }: { path: string }) {
  const said = useEditor().complaint(path);
  if (said === undefined) return null;
  return (
    <p role="alert" className="text-major text-xs">
      {said}
    </p>
  );
}
