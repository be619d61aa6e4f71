import { z } from "zod";
import { pageInput } from "./input";
import type { Ms } from "./time";

/** Which program made a file; another version may write other bytes. */
export const generatorVersion = "probity 1";

/** What was asked for, word by word as in the address. */
export type ExportFilter = Readonly<Record<string, string | null>>;

/** What one currency's lines of a file sum to, in minor units. */
export type ExportTotal = {
  currency: string;
  lines: number;
  net_minor: number;
  tax_minor: number;
  gross_minor: number;
};

export type Manifest = {
  id: string;
  kind: string;
  format: string;
  filter: ExportFilter;
  rows: number;
  totals: readonly ExportTotal[];
  bytes: number;
  sha256: string;
  generator: string;
  exportedAt: Ms;
  exportedBy: string;
};

/** Query of `GET /exports`. */
export const manifestListInput = pageInput.extend({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits")
    .optional(),
});
export type ManifestListInput = z.output<typeof manifestListInput>;
