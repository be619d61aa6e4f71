import { StateShape } from "@/app/_ui/state";
import { Time } from "@/app/_ui/time";
import { nowSentence, troublesOf } from "@/lib/domain/affected";
import type { Ms } from "@/lib/domain/time";
import type { OverviewComponent } from "@/lib/operations/overview";

/** The whole in one sentence, with its age. */
export function Headline({
  components,
  now,
  zone,
}: {
  components: readonly OverviewComponent[];
  now: Ms;
  zone: string;
}) {
  const [worst] = troublesOf(components);
  const state = worst?.state ?? (components.length > 0 ? "operational" : "unknown");
  return (
    <header className="mb-8">
      <h1 className="flex items-center gap-3 text-balance font-semibold text-2xl tracking-tight">
        <StateShape state={state} size={20} />
        {nowSentence(components)}
      </h1>
      {worst?.since ? (
        <p className="mt-1 pl-8 text-ink-2">
          Since <Time at={worst.since} now={now} zone={zone} />
        </p>
      ) : null}
    </header>
  );
}
