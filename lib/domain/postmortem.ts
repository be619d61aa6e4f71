import { z } from "zod";
import { shortDuration } from "./duration";
import { wordsInput } from "./incident";
import { nameInput, pageInput } from "./input";
import { spokenDate } from "./spoken-time";
import type { Ms } from "./time";

/** Body of `PUT /incidents/{id}/postmortem`. Markdown; nobody outside sees it before it is published. */
export const postmortemInput = z
  .strictObject({
    body: wordsInput.refine((text) => text.length > 0, "must not be empty"),
  })
  .meta({ id: "PostmortemInput" });

/** Body of `POST /incidents/{id}/postmortem/publish`; may be left out. */
export const postmortemPublishInput = z
  .strictObject({ notify: z.boolean().optional() })
  .meta({ id: "PostmortemPublishInput" });

/** What an incident was in numbers, all of them from the ledger. */
export type ImpactNumbers = {
  from: Ms;
  to: Ms;
  components: readonly { name: string; downMs: Ms; degradedMs: Ms }[];
  customers: number;
};

/** The words a postmortem begins with: the questions, and the numbers already answered. */
export function postmortemDraft({ from, to, components, customers }: ImpactNumbers): string {
  const rows = components.map(
    ({ name, downMs, degradedMs }) =>
      `| ${name.replace(/[|\\]/g, "\\$&")} | ${shortDuration(downMs)} | ${shortDuration(degradedMs)} |`,
  );
  const table =
    rows.length === 0 ? [] : ["", "| Component | Down | Degraded |", "| --- | --: | --: |", ...rows];
  const lines = [
    "## What happened",
    "",
    "Say it as a customer lived it, in the order of time.",
    "",
    "## Impact in numbers",
    "",
    `From ${spokenDate(from, "UTC")} to ${spokenDate(to, "UTC")}: ${shortDuration(to - from)}. ${coverage(customers)}`,
    ...table,
    "",
    "## Causes",
    "",
    "What made it possible, what set it off, and why it was not noticed earlier.",
    "",
    "## What we change",
    "",
    "Name the action items, and what will be different next time.",
  ];
  return lines.join("\n");
}

const dateInput = z.iso.date("must be a date, as in 2026-12-01");

const fields = {
  title: nameInput.meta({ example: "Alert on replication lag" }),
  owner_id: z.string().min(1).max(100).nullable(),
  due_on: dateInput.nullable(),
};

/** Body of `POST /incidents/{id}/actions`. */
export const actionInput = z
  .strictObject({
    title: fields.title,
    owner_id: fields.owner_id.default(null),
    due_on: fields.due_on.default(null),
  })
  .meta({ id: "ActionItemInput" });
export type ActionInput = z.output<typeof actionInput>;

/** Body of `PATCH /actions/{id}`. */
export const actionPatch = z
  .strictObject({ ...fields, done: z.boolean() })
  .partial()
  .meta({ id: "ActionItemPatch" });
export type ActionPatch = z.output<typeof actionPatch>;

const flag = z.enum(["true", "false"], 'must be "true" or "false"').transform((text) => text === "true");

/** Query of `GET /actions`: open ones unless `done` asks for the others. */
export const actionListInput = pageInput.extend({
  q: z.string().max(200).optional(),
  incident_id: z.string().max(100).optional(),
  owner_id: z.string().max(100).optional(),
  overdue: flag.optional(),
  done: flag.default(false),
});
export type ActionListInput = z.output<typeof actionListInput>;

export type ActionView = {
  id: string;
  incidentId: string;
  incidentTitle: string;
  title: string;
  ownerId: string | null;
  /** Name or address of the owner; null when nobody owns it, or the owner left. */
  ownerName: string | null;
  dueOn: string | null;
  doneAt: Ms | null;
  createdAt: Ms;
  updatedAt: Ms;
  archivedAt: Ms | null;
  version: number;
};

/** Most actions of one incident. */
export const actionsMax = 100;

function coverage(customers: number): string {
  if (customers === 0) return "No customer's contract covers what was affected.";
  return `Contracts of ${customers} ${customers === 1 ? "customer" : "customers"} cover what was affected.`;
}
