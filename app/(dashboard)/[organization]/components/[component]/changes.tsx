import { type MemberPage, shown } from "@/app/_server/page";
import { Section } from "@/app/_ui/page-head";
import { Time } from "@/app/_ui/time";
import { markerListInput } from "@/lib/domain/marker";
import { listMarkers } from "@/lib/operations/markers";
import { MarkerTitle } from "../marker-title";

/** The latest deployments and other changes that were noted of it, if any ever were. */
export async function Changes({ member: { scope, now, zone }, id }: { member: MemberPage; id: string }) {
  const { items } = await shown(listMarkers(scope, markerListInput.parse({ component_id: id, limit: 10 })));
  if (items.length === 0) return null;
  return (
    <Section title="Changes" aside="Noted by POST /markers">
      <ul className="divide-y divide-line rounded-md border bg-surface text-sm">
        {items.map((marker) => (
          <li key={marker.id} className="flex flex-wrap justify-between gap-x-4 gap-y-1 px-4 py-2">
            <MarkerTitle marker={marker} />
            <Time at={marker.at} now={now} zone={zone} className="text-ink-2" />
          </li>
        ))}
      </ul>
    </Section>
  );
}
