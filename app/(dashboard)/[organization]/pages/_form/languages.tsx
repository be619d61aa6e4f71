"use client";

import { FormSection } from "@/app/_ui/form-section";
import { localeNames } from "@/lib/domain/locale";
import type { Field } from "./page-form";

/** In which languages the page can be read; the first that is checked is read by whoever asks for none of them. */
export function Languages({ field }: { field: Field }) {
  const { name, defaultValue, error } = field("locales");
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
      {error ? (
        <p id={`${name}-error`} className="text-major text-xs">
          {error}
        </p>
      ) : null}
    </FormSection>
  );
}
