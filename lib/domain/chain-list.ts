import { z } from "zod";
import { pageInput } from "./input";

/** Query of the list of chains; `q` is looked for in the component's name. */
export const chainListInput = pageInput.extend({ q: z.string().trim().max(200).optional() });
export type ChainListInput = z.output<typeof chainListInput>;
