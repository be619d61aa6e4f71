import Link from "next/link";
import type { MemberPage } from "@/app/_server/page";
import { Section } from "@/app/_ui/page-head";
import { ExactTime } from "@/app/_ui/time";
import { readIncidentCoincidence } from "@/lib/operations/provider-coincidence";

/** What the third parties behind the affected components said meanwhile, or that they were silent. */
export async function ProvidersSaid({ member, id }: { member: MemberPage; id: string }) {
  const { scope, organization, now, zone } = member;
  const found = await readIncidentCoincidence(scope, id, now);
  if (found.length === 0) return null;
  return (
    <Section title="What providers said">
      <ul className="divide-y divide-line rounded-md border bg-surface text-sm">
        {found.slice(0, 20).map(({ dependencyId, words, incident }) => (
          <li key={dependencyId} className="px-3 py-2">
            <Link
              href={`/${organization.slug}/providers/dependencies/${dependencyId}`}
              className="font-medium hover:underline"
            >
              {words}
            </Link>
            {incident === null ? null : (
              <span className="block text-ink-3">
                Read <ExactTime at={incident.firstSeenAt} zone={zone} />
                {incident.claimedFrom === null ? null : (
                  <>
                    , dated by them <ExactTime at={incident.claimedFrom} zone={zone} />
                  </>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
