import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { State } from "@/lib/domain/state";
import { organizationId } from "./columns";

/** The state of each component as integrators' webhooks last knew it; kept only while one listens to changes. */
export const toldStates = pgTable(
  "told_states",
  {
    organizationId: organizationId(),
    componentId: text().notNull(),
    state: text().$type<State>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.componentId] })],
);
