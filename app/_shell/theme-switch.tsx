import { Monitor, Moon, Sun } from "lucide-react";
import type { Theme } from "@/app/_server/preferences";
import { chooseTheme } from "@/app/_server/theme";

const choices = [
  { theme: "light", label: "Light", Icon: Sun },
  { theme: "dark", label: "Dark", Icon: Moon },
  { theme: "auto", label: "Like the system", Icon: Monitor },
] as const;

/** Light, dark, or as the system says; kept in a cookie, so that the server already paints it. */
export function ThemeSwitch({ theme }: { theme: Theme }) {
  return (
    <form action={chooseTheme} className="flex">
      {choices.map(({ theme: choice, label, Icon }) => (
        <button
          key={choice}
          type="submit"
          name="theme"
          value={choice}
          title={label}
          aria-label={`Theme: ${label}`}
          aria-pressed={theme === choice}
          className="grid size-[24px] place-items-center rounded text-ink-3 hover:text-ink aria-pressed:bg-sunken aria-pressed:text-ink max-md:size-9"
        >
          <Icon size={13} aria-hidden="true" />
        </button>
      ))}
    </form>
  );
}
