import { Duration } from "@/app/_ui/duration";
import { Fact } from "@/app/_ui/fact";
import { StateLabel } from "@/app/_ui/state";
import { Time } from "@/app/_ui/time";
import type { ComponentView } from "@/lib/domain/component";
import type { Ms } from "@/lib/domain/time";

/** What the component is now, and which truths that rests on. */
export function Standing({ component, now, zone }: { component: ComponentView; now: Ms; zone: string }) {
  const { state, states, since } = component;
  return (
    <dl className="mb-10 grid grid-cols-2 gap-x-8 gap-y-4 border-y py-4 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
      <Fact term="Now" wide>
        <span className="font-medium text-lg">
          <StateLabel state={state} />
        </span>
        {since === null ? (
          <p className="mt-0.5 text-ink-3 text-sm">Nothing was ever measured or said</p>
        ) : (
          <p className="mt-0.5 text-ink-2 text-sm">
            <Duration lengthMs={now - since} />
            <span className="text-ink-3"> · since </span>
            <Time at={since} now={now} zone={zone} />
          </p>
        )}
      </Fact>
      <Fact term="Measured by monitors">
        <StateLabel state={states.measured} />
      </Fact>
      <Fact term="Declared by people">
        <StateLabel state={states.declared} />
      </Fact>
    </dl>
  );
}
