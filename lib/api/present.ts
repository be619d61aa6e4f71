import { z } from "zod";
import type { Page } from "@/lib/domain/input";
import { states } from "@/lib/domain/state";
import { formatInstant, type Ms } from "@/lib/domain/time";

/** Statuspage's words and `unknown`. */
export const state = z.enum(states).meta({ id: "State" });

/** An instant as every answer writes it. */
export const instant = z.iso.datetime({ precision: 3 }).meta({ example: "2026-10-01T00:00:00.000Z" });

export function instantOrNull(value: Ms | null): string | null {
  return value === null ? null : formatInstant(value);
}

/** The shape of a list's answer. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: "Pass as `cursor` for more; null on the last page." }),
  });
}

export function presentPage<T, Shown>(page: Page<T>, present: (item: T) => Shown) {
  return { data: page.items.map(present), next_cursor: page.nextCursor };
}
