import Link from "next/link";

export type Tab = { label: string; href: string; current: boolean };

/** Views of one thing, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="mb-6 overflow-x-auto border-b">
      <ul className="flex gap-5">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className="-mb-px block whitespace-nowrap border-transparent border-b-2 py-2 text-ink-2 text-sm hover:text-ink aria-[current=page]:border-ink aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A choice among few that changes the address, such as a window or a basis. */
export function Choices({ label, choices }: { label: string; choices: readonly Tab[] }) {
  return (
    <nav
      aria-label={label}
      className="inline-flex max-w-full overflow-x-auto rounded-md border border-line-strong bg-surface p-0.5"
    >
      {choices.map((choice) => (
        <Link
          key={choice.href}
          href={choice.href}
          scroll={false}
          aria-current={choice.current ? "true" : undefined}
          className="whitespace-nowrap rounded-[4px] px-2 py-1 text-ink-2 text-xs hover:text-ink aria-[current=true]:bg-sunken aria-[current=true]:font-medium aria-[current=true]:text-ink"
        >
          {choice.label}
        </Link>
      ))}
    </nav>
  );
}
