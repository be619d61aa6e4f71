import { z } from "zod";
import { instantInput, nameInput, pageInput } from "./input";
import { dayMs, type Ms } from "./time";

/** So far ahead a marker may lie: a pipeline's clock may differ, a plan is a maintenance. */
export const markerAheadMs = dayMs;

/** Most markers that one chart is drawn with; the latest. */
export const markersDrawnMax = 100;

const url = z
  .string()
  .trim()
  .max(2_000)
  .transform((text, context) => {
    const parsed = URL.parse(text);
    const isWeb = parsed?.protocol === "https:" || parsed?.protocol === "http:";
    if (parsed && isWeb && parsed.username === "" && parsed.password === "") return parsed.href;
    const message = "must be an http(s):// address without user name and password";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  })
  .meta({ example: "https://ci.example.com/builds/1742" });

/** Body of `POST /markers`. */
export const markerInput = z
  .strictObject({
    title: nameInput.meta({ example: "Checkout 4.2 deployed" }),
    at: instantInput,
    component_ids: z
      .array(z.string().min(1).max(100))
      .min(1, "must name at least one component, or be left out for all")
      .max(200)
      .transform((ids) => [...new Set(ids)])
      .nullable()
      .default(null),
    url: url.nullable().default(null),
  })
  .meta({ id: "MarkerInput" });
export type MarkerInput = z.output<typeof markerInput>;

export const markerListInput = pageInput
  .extend({
    from: instantInput.optional(),
    to: instantInput.optional(),
    component_id: z.string().max(100).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ["to"],
    message: "must be after from",
  });
export type MarkerListInput = z.output<typeof markerListInput>;

export type Marker = {
  id: string;
  title: string;
  at: Ms;
  /** null: every component. */
  componentIds: readonly string[] | null;
  url: string | null;
  createdAt: Ms;
};
