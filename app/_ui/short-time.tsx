import { clockTime } from "@/lib/domain/duration";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { ExactTime } from "./time";

/** To the second where there is room; on a phone as short as the clock says it. */
export function ShortTime({ at, now, zone }: { at: Ms; now: Ms; zone: string }) {
  return (
    <>
      <ExactTime at={at} zone={zone} className="max-md:hidden" />
      <time dateTime={formatInstant(at)} className="whitespace-nowrap tabular-nums md:hidden">
        {clockTime(at, zone, now)}
      </time>
    </>
  );
}
