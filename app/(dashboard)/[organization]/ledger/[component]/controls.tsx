import { History } from "lucide-react";
import Form from "next/form";

import Link from "next/link";
import { CloseOnNavigate } from "@/app/_shell/close-on-navigate";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Choices } from "@/app/_ui/tabs";
import { ExactTime } from "@/app/_ui/time";
import { localText } from "@/lib/domain/local-time";
import { type Basis, bases } from "@/lib/domain/state";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { panned, zoomed, zooms } from "@/lib/domain/zoom";
import { type LedgerQuery, ledgerPath } from "./view";

const basisWords: Record<Basis, string> = {
  worst: "Worst of both",
  measured: "Measured",
  declared: "Declared",
};

type Props = { path: string; query: LedgerQuery; now: Ms; zone: string };

/** How far, which truth, and as known when: each a link or a field, all of it in the address. */
export function Controls({ path, query, now, zone }: Props) {
  const { window, basis } = query;
  const lengthMs = window.to - window.from;
  const isAtNow = now - window.to < 60_000;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
      <Choices
        label="How far"
        choices={zooms.map((zoom) => ({
          label: zoom.label,
          href: ledgerPath(path, query, { window: { from: now - zoom.lengthMs, to: now } }),
          current: isAtNow && Math.abs(zoom.lengthMs - lengthMs) < 60_000,
        }))}
      />
      <nav aria-label="Move and zoom" className="inline-flex gap-1">
        <Step
          href={ledgerPath(path, query, { window: panned(window, -0.5, now) })}
          label="Earlier"
          sign="←"
        />
        <Step href={ledgerPath(path, query, { window: panned(window, 0.5, now) })} label="Later" sign="→" />
        <Step href={ledgerPath(path, query, { window: zoomed(window, 0.5, now) })} label="Zoom in" sign="+" />
        <Step href={ledgerPath(path, query, { window: zoomed(window, 2, now) })} label="Zoom out" sign="−" />
      </nav>
      <Choices
        label="Which truth"
        choices={bases.toReversed().map((each) => ({
          label: basisWords[each],
          href: ledgerPath(path, query, { basis: each }),
          current: each === basis,
        }))}
      />
      <AsOf path={path} query={query} now={now} zone={zone} />
      <AsOfBanner path={path} query={query} zone={zone} />
    </div>
  );
}

function Step({ href, label, sign }: { href: string; label: string; sign: string }) {
  return (
    <Link
      href={href}
      scroll={false}
      aria-label={label}
      title={label}
      className="grid size-8 place-items-center rounded-md border border-line-strong bg-surface text-ink-2 hover:bg-sunken hover:text-ink"
    >
      <span aria-hidden="true">{sign}</span>
    </Link>
  );
}

/** The moment whose knowledge is shown; the field speaks the viewer's zone. */
function AsOf({ path, query, now, zone }: Props) {
  const { asOf, basis, window, isZoomed } = query;
  return (
    <details className="relative ml-auto max-md:ml-0">
      <summary className="flex h-8 list-none items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2.5 text-sm hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <History size={14} aria-hidden="true" />
        {asOf === null ? "As known now" : "As known then"}
      </summary>
      <Form
        action={path}
        scroll={false}
        className="absolute top-9 right-0 z-20 flex flex-col gap-2 rounded-md border border-line-strong bg-surface p-3 shadow-lg max-md:right-auto max-md:left-0"
      >
        {isZoomed ? <input type="hidden" name="from" value={formatInstant(window.from)} /> : null}
        {isZoomed ? <input type="hidden" name="to" value={formatInstant(window.to)} /> : null}
        {basis === "worst" ? null : <input type="hidden" name="basis" value={basis} />}
        <label htmlFor="as_of_local" className="font-medium text-sm">
          As it was known at
        </label>
        <input
          key={asOf ?? 0}
          id="as_of_local"
          type="datetime-local"
          name="as_of_local"
          step="1"
          max={localText(now, zone)}
          defaultValue={asOf === null ? "" : localText(asOf, zone)}
          aria-describedby="as_of_zone"
          className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm"
        />
        <p id="as_of_zone" className="max-w-52 text-ink-3 text-xs">
          In {zone.replaceAll("_", " ")}. What was written later is left out.
        </p>
        <Button type="submit">Show</Button>
      </Form>
      <CloseOnNavigate />
    </details>
  );
}

function AsOfBanner({ path, query, zone }: Omit<Props, "now">) {
  if (query.asOf === null) return null;
  return (
    <div className="basis-full">
      <Banner tone="warning" title="The past is shown as it was known then">
        As of <ExactTime at={query.asOf} zone={zone} />. Later corrections and late evidence are left out.{" "}
        <Link
          href={ledgerPath(path, query, { asOf: null })}
          className="text-ink underline underline-offset-2"
        >
          Show what is known now
        </Link>
      </Banner>
    </div>
  );
}
