import type { TenantTx } from "@/db/client";
import { readSourceTitles } from "@/db/queries/cause-title";
import type { Cause } from "@/lib/domain/row";

/** A cause with the words a person reads. */
export type TitledCause = Cause & { title: string };

/** For sources without a name of their own. */
const words: Record<Cause["type"], string> = {
  monitor: "Monitor",
  dependency: "Provider",
  incident: "Incident",
  import: "Imported history",
  person: "Set by hand",
  maintenance: "Maintenance",
  definition: "Composition",
  correction: "Correction",
};

const hasName: ReadonlySet<Cause["type"]> = new Set(["monitor", "dependency", "import", "maintenance"]);

/** Gives every cause its title: the name of the monitor, provider or maintenance, the import's source, or the kind of fact it is. */
export async function titleCauses<T extends { causes: readonly Cause[] }>(
  tx: TenantTx,
  items: readonly T[],
): Promise<(Omit<T, "causes"> & { causes: TitledCause[] })[]> {
  const causes = items.flatMap((item) => item.causes);
  const named = causes.filter(({ type }) => hasName.has(type));
  const titles = await readSourceTitles(tx, [...new Set(named.map((cause) => cause.id))]);
  const titled = (cause: Cause) => ({ ...cause, title: titles.get(cause.id) ?? words[cause.type] });
  return items.map((item) => ({ ...item, causes: item.causes.map(titled) }));
}
