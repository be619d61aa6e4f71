"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { type Place, sectionIcons } from "./sections";

/** The rail's places; the one that holds the current screen is marked. */
export function RailLinks({ places }: { places: readonly Place[] }) {
  const path = usePathname();
  const [home] = places;
  const holds = (href: string) => path === href || (href !== home?.href && path.startsWith(`${href}/`));
  const isCurrent = ({ href, covers }: Place) => [href, ...covers].some(holds);
  return (
    <ul className="flex flex-col gap-px">
      {places.map((place) => {
        const Icon = sectionIcons[place.name];
        return (
          <li key={place.name}>
            <Link
              href={place.href}
              aria-current={isCurrent(place) ? "page" : undefined}
              className="flex h-8 items-center gap-2.5 rounded-md px-2 text-ink-2 text-sm hover:bg-sunken hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink max-md:h-11 max-md:text-base"
            >
              <Icon size={16} strokeWidth={1.75} aria-hidden="true" className="shrink-0" />
              {place.label}
              <Pending />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** A dot while the next screen is on its way. */
function Pending() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden="true"
      className={`ml-auto size-1.5 rounded-full bg-ink-3 transition-opacity delay-100 ${pending ? "opacity-100" : "opacity-0"}`}
    />
  );
}
