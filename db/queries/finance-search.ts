import type { TenantTx } from "@/db/client";

const literally = (text: string) => text.replace(/[\\%_]/g, (special) => `\\${special}`);

/** Commitments whose service, contract or customer has these words in its name; at most a thousand. */
export async function commitmentsNamed(tx: TenantTx, words: string): Promise<string[]> {
  const pattern = `%${literally(words)}%`;
  const rows = await tx.sql<{ id: string }[]>`
    select k.id from commitments k
    join contracts a on a.organization_id = k.organization_id and a.id = k.contract_id
    join customers u on u.organization_id = k.organization_id and u.id = a.customer_id
    where k.organization_id = ${tx.organizationId}
      and (k.service ilike ${pattern} or a.name ilike ${pattern} or u.name ilike ${pattern})
    order by k.id limit 1000`;
  return rows.map(({ id }) => id);
}

/** Memos whose number holds these words; at most a thousand. */
export async function memosNumbered(tx: TenantTx, words: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`select id from memos
    where organization_id = ${tx.organizationId} and number ilike ${`%${literally(words)}%`} order by id limit 1000`;
  return rows.map(({ id }) => id);
}
