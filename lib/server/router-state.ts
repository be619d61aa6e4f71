import { z } from "zod";

// How Next's own client says which parts of a screen it holds already. Next answers 500 to anything else.

const segment = z.union([
  z.string(),
  z.tuple([z.string(), z.string(), z.string(), z.array(z.string()).nullable()]),
]);

const tree: z.ZodType = z.tuple([
  segment,
  z.record(
    z.string(),
    z.lazy(() => tree),
  ),
  z.tuple([z.string(), z.string()]).nullish(),
  z.enum(["refetch", "inside-shared-layout", "metadata-only"]).nullish(),
  z.number().nullish(),
  z.string().optional(),
]);

/** No screen of ours is nested half as deep. */
const depthMax = 40;

/** Whether the header is one that Next can read. */
export function isRouterState(header: string): boolean {
  try {
    const text = decodeURIComponent(header);
    const depth = text.split("[").length - 1;
    return depth <= depthMax * 4 && tree.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
