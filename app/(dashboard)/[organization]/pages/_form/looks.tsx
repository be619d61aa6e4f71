"use client";

import { useState } from "react";
import { SelectField, TextArea, TextField } from "@/app/_ui/field";
import { FormSection } from "@/app/_ui/form-section";
import { colorPattern } from "@/lib/domain/contrast";
import { correctedPalette, darkPalette, lightPalette, type ThemePalette } from "@/lib/domain/palette";
import type { Field } from "./page-form";
import { PictureField } from "./picture-field";
import { ThemePreview } from "./theme-preview";

const parts = [
  { part: "ground", label: "Ground" },
  { part: "ink", label: "Text" },
  { part: "accent", label: "Links" },
] as const;
const sides = [
  { side: "light", label: "Light", plain: lightPalette },
  { side: "dark", label: "Dark", plain: darkPalette },
] as const;

/** Colours, pictures and rules of the page's own, and at once how they will be read. */
export function Looks({ field }: { field: Field }) {
  const [typed, setTyped] = useState<Record<string, string>>({});
  const mode = field("theme.mode");
  const wished = (side: string): ThemePalette => {
    const colorOf = (part: string) => {
      const { name, defaultValue } = field(`theme.${side}.${part}`);
      const color = typed[name] ?? defaultValue;
      return colorPattern.test(color) ? color : null;
    };
    return { ground: colorOf("ground"), ink: colorOf("ink"), accent: colorOf("accent") };
  };
  return (
    <FormSection
      title="Looks"
      note="Colours are wishes: what could not be read on its ground is moved until it can."
    >
      <SelectField label="Appearance" key={mode.defaultValue} {...mode}>
        <option value="auto">As the reader’s device</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </SelectField>
      <div className="grid gap-6 sm:grid-cols-2">
        {sides.map(({ side, label, plain }) => (
          <div key={side} className="flex min-w-0 flex-col gap-3">
            <ThemePreview
              label={label}
              palette={correctedPalette(wished(side), plain)}
              wished={wished(side)}
            />
            <div className="grid grid-cols-3 gap-2">
              {parts.map(({ part, label: name }) => {
                const color = field(`theme.${side}.${part}`);
                return (
                  <TextField
                    key={`${part} ${color.defaultValue}`}
                    label={name}
                    aria-label={`${name}, ${label.toLowerCase()}`}
                    className="font-mono"
                    placeholder={part === "accent" ? plain.link : plain[part]}
                    maxLength={7}
                    spellCheck={false}
                    autoComplete="off"
                    onChange={(event) => setTyped({ ...typed, [color.name]: event.target.value.trim() })}
                    {...color}
                  />
                );
              })}
            </div>
          </div>
        ))}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <PictureField label="Logo" limit={32} {...field("theme.logo")} />
        <PictureField label="Icon in the browser’s tab" limit={8} {...field("theme.favicon")} />
      </div>
      <TextArea
        label="Own CSS (optional)"
        className="font-mono"
        spellCheck={false}
        rows={4}
        placeholder=".verdict h1 { letter-spacing: 0 }"
        hint="Reaches what is inside of the page and nothing else; nothing is fetched by it."
        {...field("theme.css")}
      />
    </FormSection>
  );
}
