import type { EngineTx } from "@/db/client";
import { platformOrganizationId } from "@/lib/domain/organization";
import { type Pace, unknownPace } from "@/lib/domain/pace";

/** A sender's pace as it is just now. */
export async function findPace(tx: EngineTx, sender: string): Promise<Pace> {
  const [known] = await tx.sql<Pace[]>`${select(tx, sender)}`;
  return known ?? unknownPace;
}

/** A sender's pace, locked until this transaction ends: two workers never spend the same request. */
export async function lockPace(tx: EngineTx, sender: string): Promise<Pace> {
  const [known] = await read(tx, sender);
  if (known) return known;
  const { limit, windowMs } = unknownPace;
  await tx.sql`
    insert into sender_paces (organization_id, sender, "limit", window_ms, window_at, used, blocked_until)
    values (${platformOrganizationId}, ${sender}, ${limit}, ${windowMs}, 0, 0, 0) on conflict do nothing`;
  const [made] = await read(tx, sender);
  return made ?? unknownPace;
}

function read(tx: EngineTx, sender: string) {
  return tx.sql<Pace[]>`${select(tx, sender)} for update`;
}

function select(tx: EngineTx, sender: string) {
  return tx.sql`
    select "limit", window_ms, window_at, used, blocked_until from sender_paces
    where organization_id = ${platformOrganizationId} and sender = ${sender}`;
}

export async function writePace(tx: EngineTx, sender: string, pace: Pace): Promise<void> {
  await tx.sql`
    update sender_paces set "limit" = ${pace.limit}, window_ms = ${pace.windowMs}, window_at = ${pace.windowAt},
      used = ${pace.used}, blocked_until = ${pace.blockedUntil}
    where organization_id = ${platformOrganizationId} and sender = ${sender}`;
}
