import type { ComponentProps, ReactNode } from "react";

type Common = {
  label: string;
  name: string;
  /** Where a screen has two fields of one name. */
  id?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
};

const control =
  "h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink placeholder:text-ink-3 aria-invalid:border-major";

/** A labelled control with its hint and its complaint tied to it for screen readers. */
function Labelled({ label, name, id = name, hint, error, children }: Common & { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children}
      {hint ? (
        <p id={`${id}-hint`} className="text-ink-3 text-xs">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="whitespace-pre-line text-major text-xs">
          {error}
        </p>
      ) : null}
    </div>
  );
}

const described = ({ name, id = name, hint, error }: Common) =>
  [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;

export function TextField({ label, hint, error, className, ...rest }: Common & ComponentProps<"input">) {
  const common = { label, name: rest.name, id: rest.id, hint, error };
  return (
    <Labelled {...common}>
      <input
        id={rest.id ?? rest.name}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(common)}
        className={`${control} ${className ?? ""}`}
        {...rest}
      />
    </Labelled>
  );
}

export function TextArea({ label, hint, error, className, ...rest }: Common & ComponentProps<"textarea">) {
  const common = { label, name: rest.name, id: rest.id, hint, error };
  return (
    <Labelled {...common}>
      <textarea
        id={rest.id ?? rest.name}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(common)}
        className={`${control} h-auto min-h-20 py-1.5 ${className ?? ""}`}
        {...rest}
      />
    </Labelled>
  );
}

export function SelectField({ label, hint, error, className, ...rest }: Common & ComponentProps<"select">) {
  const common = { label, name: rest.name, id: rest.id, hint, error };
  return (
    <Labelled {...common}>
      <select
        id={rest.id ?? rest.name}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(common)}
        className={`${control} ${className ?? ""}`}
        {...rest}
      />
    </Labelled>
  );
}
