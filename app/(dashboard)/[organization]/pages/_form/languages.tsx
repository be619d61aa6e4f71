"use client";

import { SelectField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { localeNames } from "@/lib/domain/locale";
import type { Field } from "./page-form";

/** In which languages the page can be read, and which of them whoever asks for none of them gets. */
export function Languages({ field }: { field: Field }) {
  const { name, defaultValue, error } = field("locales");
  const fallback = field("fallback");
  const chosen = defaultValue.split("\n");
  const offered = [...chosen, ...Object.keys(localeNames).filter((each) => !chosen.includes(each))];
  return (
    <FormSection
      title="Languages"
      note="Readers get the one their browser asks for. What you write yourselves stays as you write it."
    >
      <fieldset
        aria-describedby={error ? `${name}-error` : undefined}
        className="grid grid-cols-2 gap-2 sm:grid-cols-4"
      >
        <legend className="sr-only">Languages</legend>
        {offered.flatMap((locale) => {
          const label = Object.entries(localeNames).find(([each]) => each === locale)?.[1];
          if (!label) return [];
          return [
            <label
              key={`${locale} ${defaultValue}`}
              lang={locale}
              className="flex items-center gap-2 text-sm"
            >
              <input
                type="checkbox"
                name={name}
                value={locale}
                defaultChecked={chosen.includes(locale)}
                className="size-4 accent-ink"
              />
              {label}
            </label>,
          ];
        })}
      </fieldset>
      <SelectField
        label="For everybody else"
        key={fallback.defaultValue}
        hint="Who reads none of the languages above gets this one; it is offered too."
        {...fallback}
      >
        {Object.entries(localeNames).map(([locale, label]) => (
          <option key={locale} value={locale} lang={locale}>
            {label}
          </option>
        ))}
      </SelectField>
      {error ? (
        <p id={`${name}-error`} className="text-major text-xs">
          {error}
        </p>
      ) : null}
    </FormSection>
  );
}
