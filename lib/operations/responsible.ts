import type { TenantTx } from "@/db/client";
import { listMembers } from "@/db/queries/membership";

/** Most people of each role who are told. */
const toldMax = 50;

/** The members who answer for the money, as recipients of a notice. */
export async function responsible(tx: TenantTx) {
  const page = { limit: toldMax, after: null };
  const owners = await listMembers(tx, page, { role: "owner" });
  const finance = await listMembers(tx, page, { role: "finance" });
  return [...owners, ...finance].map(({ email }) => ({ address: email, slots: {} }));
}
