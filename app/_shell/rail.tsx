import { Menu, Search } from "lucide-react";
import type { ReactNode } from "react";
import type { Theme } from "@/app/_server/preferences";
import { CloseOnNavigate } from "./close-on-navigate";
import { OrganizationSwitcher, type Switchable } from "./organization-switcher";
import { PaletteButton } from "./palette-button";
import { RailLinks } from "./rail-links";
import type { Place } from "./sections";
import { ThemeSwitch } from "./theme-switch";

export type RailProps = {
  places: readonly Place[];
  organization: Switchable;
  organizations: readonly Switchable[];
  user: { email: string; name: string | null };
  theme: Theme;
  zone: string;
};

/** The way around: a rail beside the screen, on a phone a bar above it that opens. */
export function Rail(props: RailProps) {
  return (
    <>
      <header className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col gap-4 overflow-y-auto border-r px-3 py-3 md:flex">
        <RailBody {...props} />
      </header>
      <header className="sticky top-0 z-30 border-b bg-ground md:hidden">
        <details>
          <summary className="flex h-12 list-none items-center justify-between px-4 [&::-webkit-details-marker]:hidden">
            <span className="truncate font-medium">{props.organization.name}</span>
            <span className="flex items-center gap-2 text-ink-2 text-sm">
              Menu
              <Menu size={18} aria-hidden="true" />
            </span>
          </summary>
          <div className="flex max-h-[calc(100dvh-3rem)] flex-col gap-4 overflow-y-auto border-t px-3 py-3">
            <RailBody {...props} />
          </div>
          <CloseOnNavigate />
        </details>
      </header>
    </>
  );
}

function RailBody({ places, organization, organizations, user, theme, zone }: RailProps) {
  return (
    <>
      <OrganizationSwitcher current={organization} organizations={organizations} />
      <PaletteButton>
        <Search size={14} aria-hidden="true" />
        Find or do
        <Key>⌘K</Key>
      </PaletteButton>
      <nav aria-label="Main">
        <RailLinks places={places} />
      </nav>
      <div className="mt-auto flex flex-col gap-2 border-t pt-3 text-xs">
        <div className="flex items-center justify-between gap-2 px-2">
          <span
            className="text-ink-3"
            title="All times on these screens are in this zone; hover one for UTC."
          >
            {zone.replaceAll("_", " ")}
          </span>
          <ThemeSwitch theme={theme} />
        </div>
        <div className="flex items-center justify-between gap-2 px-2 pb-1">
          <span className="min-w-0 truncate text-ink-2" title={user.email}>
            {user.name ?? user.email}
          </span>
          <a
            href="/sign-out"
            className="shrink-0 text-ink-2 underline-offset-2 hover:text-ink hover:underline"
          >
            Sign out
          </a>
        </div>
      </div>
    </>
  );
}

function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="ml-auto rounded border px-1 font-sans text-[11px] text-ink-3 leading-4 max-md:hidden">
      {children}
    </kbd>
  );
}
