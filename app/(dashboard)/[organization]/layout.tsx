import type { Metadata } from "next";
import type { ReactNode } from "react";
import { identify } from "@/app/_server/member";
import { memberPage } from "@/app/_server/page";
import { readPreferences, zoneCookie } from "@/app/_server/preferences";
import { commandsFor } from "@/app/_shell/member-commands";
import { Palette } from "@/app/_shell/palette";
import { Rail } from "@/app/_shell/rail";
import { placesFor } from "@/app/_shell/sections";
import { ZoneTeller } from "@/app/_shell/zone-teller";
import { Hatch } from "@/app/_ui/uptime-strip";

type Params = { params: Promise<{ organization: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { member } = await identify((await params).organization);
  // The layout below says what is to be said; a title that fails leaves a page without one.
  if (member === null) return { title: { default: "Not found", template: "Not found · Probity" } };
  const { name } = member.organization;
  return { title: { default: name, template: `%s · ${name} · Probity` }, robots: { index: false } };
}

export default async function OrganizationLayout({ params, children }: Params & { children: ReactNode }) {
  const member = await memberPage(params);
  const { organization, memberships, scope, user, zone } = member;
  const { theme } = await readPreferences();
  const places = placesFor(organization.slug, scope.grants);
  const organizations = memberships.map((membership) => membership.organization);
  return (
    <div className="flex min-h-dvh max-md:flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-ink px-3 py-2 text-ground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <Rail
        places={places}
        organization={organization}
        organizations={organizations}
        user={user}
        theme={theme}
        zone={zone}
      />
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        <div className="mx-auto max-w-[1160px] px-4 py-6 md:px-10 md:py-9">{children}</div>
      </main>
      <Hatch />
      <Palette search={`/${organization.slug}/search`} commands={commandsFor(member, places)} />
      <ZoneTeller zone={zone} cookie={zoneCookie} />
    </div>
  );
}
