import { inTenant, type TenantTx } from "@/db/client";
import { chronicCommitments, closedSince, partiesOf } from "@/db/queries/chronic";
import { findContracts, listTerms } from "@/db/queries/contract";
import { nameCustomers } from "@/db/queries/customer";
import { ownOrganization } from "@/db/queries/organization";
import { type ChronicCase, chronicEvents, exercisable } from "@/lib/domain/chronic";
import { triggerWords } from "@/lib/domain/chronic-words";
import { dayText } from "@/lib/domain/period-text";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { dayMs, type Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { notify } from "./notices";
import { responsible } from "./responsible";
import type { StatementContext } from "./statement-evidence";

/** Longer ago than this nothing decides any more: ten years of months, for the longest row of periods. */
const reachMs = 3_660 * dayMs;
/** Most commitments that are looked at at once. */
const commitmentsMax = 1_000;

/** The rights that customers may exercise now: of one contract, or of all. */
export function readChronic(
  scope: TenantScope,
  { contractId }: { contractId?: string },
  now: Ms,
): Promise<ChronicCase[]> {
  permit(scope, "finance");
  return inTenant(scope, async (tx) => {
    const of = contractId === undefined ? null : [contractId];
    return casesOf(tx, await chronicCommitments(tx, of, commitmentsMax), now);
  });
}

/** Soonest deadline first. */
async function casesOf(tx: TenantTx, commitmentIds: readonly string[], now: Ms): Promise<ChronicCase[]> {
  if (commitmentIds.length === 0) return [];
  const terms = Map.groupBy(await listTerms(tx, commitmentIds), ({ commitmentId }) => commitmentId);
  const past = Map.groupBy(
    await closedSince(tx, commitmentIds, now - reachMs),
    ({ commitmentId }) => commitmentId,
  );
  const cases = (await partiesOf(tx, commitmentIds)).flatMap((parties): ChronicCase[] => {
    const events = chronicEvents(terms.get(parties.commitmentId) ?? [], past.get(parties.commitmentId) ?? []);
    return exercisable(events, now).map((event) => ({ ...event, ...parties }));
  });
  return cases.toSorted((a, b) => a.exerciseUntil - b.exerciseUntil || a.place - b.place);
}

/** Tells owners and finance of what was met with these closes, each event once, in the transaction of the close. */
export async function tellChronic(
  tx: TenantTx,
  contexts: readonly StatementContext[],
  now: Ms,
): Promise<void> {
  const concerned = contexts.filter(({ agreement }) => agreement.versions.some(({ terms }) => terms.chronic));
  const cases = await casesOf(
    tx,
    concerned.map(({ commitment }) => commitment.id),
    now,
  );
  if (cases.length === 0) return;
  const organization = await ownOrganization(tx);
  const recipients = await responsible(tx);
  const contracts = await findContracts(tx, [...new Set(cases.map(({ contractId }) => contractId))]);
  const customers = await nameCustomers(tx, [...new Set(cases.map(({ customerId }) => customerId))]);
  const nameOf = (rows: readonly { id: string; name: string }[], wanted: string) =>
    rows.find(({ id }) => id === wanted)?.name ?? "";
  for (const each of cases) {
    const { contractId, customerId, commitmentId, service, timezone, place, metAt } = each;
    const slots = {
      organization: organization?.name ?? "",
      ...{ customer: nameOf(customers, customerId), contract: nameOf(contracts, contractId), service },
      condition: triggerWords(each.trigger),
      ...{ metOn: dayText(metAt, timezone), exerciseUntil: dayText(each.exerciseUntil, timezone) },
      url: `${env().publicUrl}/${organization?.slug ?? ""}/contracts/${contractId}`,
    };
    const factId = `chronic_notice:${commitmentId}:${place}:${metAt}`;
    await notify(tx, { factId, template: "chronic_notice", slots, recipients }, now);
  }
}
