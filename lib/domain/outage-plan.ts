import type { CauseGroup } from "./cause-group";
import type { OutageFact } from "./outage-group";
import type { Sight } from "./outage-sight";
import { type Ms, minuteMs } from "./time";

/** An outage with what its incident says of it. */
export type FollowedOutage = OutageFact &
  Sight & {
    monitorName: string;
    componentName: string;
    downState: "partial_outage" | "major_outage";
    publish: "automatic" | "manual";
    /** The incident that tells it; null while none does. */
    incidentId: string | null;
  };

/** An incident that could tell further outages. */
export type TellingIncident = {
  id: string;
  publishedAt: Ms | null;
  resolvedAt: Ms | null;
  archivedAt: Ms | null;
  mergedInto: string | null;
  componentIds: readonly string[];
};

/** A draft whose outages ended this lately takes further ones in: a service that flaps makes one draft. */
const flapMs = 30 * minuteMs;

/** What one group of outages asks for; `incidentId` null opens a draft. `dismissed`: a person said it is none. */
export type Step = {
  group: CauseGroup;
  fresh: readonly OutageFact[];
  incidentId: string | null;
  isDismissed: boolean;
};

/** Which groups have outages that no incident tells yet, and who takes them in: the first that can, else a new draft. */
export function planOutages(
  groups: readonly CauseGroup[],
  incidentOf: ReadonlyMap<string, string>,
  incidents: readonly TellingIncident[],
  now: Ms,
): Step[] {
  return groups.flatMap((group): Step[] => {
    const fresh = group.outages.filter(({ id }) => !incidentOf.has(id));
    if (fresh.length === 0) return [];
    const linked = new Set(group.outages.flatMap(({ id }) => incidentOf.get(id) ?? []));
    const components = new Set(fresh.map((outage) => outage.componentId));
    const own = incidents.filter(({ id }) => linked.has(id));
    const taker =
      own.find((each) => takesMore(each, now)) ??
      incidents.find((each) => takesMore(each, now) && each.componentIds.some((id) => components.has(id)));
    if (taker) return [{ group, fresh, incidentId: taker.id, isDismissed: false }];
    const dismissed = own.find((each) => isDismissed(each) && covers(each, components));
    return [{ group, fresh, incidentId: dismissed?.id ?? null, isDismissed: dismissed !== undefined }];
  });
}

function takesMore({ archivedAt, mergedInto, publishedAt, resolvedAt }: TellingIncident, now: Ms): boolean {
  if (archivedAt !== null || mergedInto !== null) return false;
  return resolvedAt === null || (publishedAt === null && now - resolvedAt < flapMs);
}

const isDismissed = ({ archivedAt, publishedAt }: TellingIncident) =>
  archivedAt !== null && publishedAt === null;

const covers = ({ componentIds }: TellingIncident, components: ReadonlySet<string>) =>
  [...components].every((id) => componentIds.includes(id));
