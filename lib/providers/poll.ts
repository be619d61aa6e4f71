import { sha256Hex } from "@/lib/domain/hash";
import type { Poll } from "@/lib/domain/provider-source";
import type { ProviderFormat, Reading } from "@/lib/domain/reading";
import type { Ms } from "@/lib/domain/time";
import { collectDocument } from "./collect";
import { type FetchDeps, type FetchLimits, fetchDocument, fetchLimits, type Validators } from "./fetch";
import { type ProviderDocument, readProvider } from "./index";

/** Reads a document, here or on a thread of its own. Never rejects. */
export type Read = (document: ProviderDocument) => Promise<Reading>;

/** Reads in this very thread: for a process that has nothing more urgent to do. */
export const readHere: Read = async (document) => readProvider(document);

export type PollOrder = Validators & { url: string; format: ProviderFormat | null };

/**
 * One poll of one provider: at most one document and its parts. Never rejects. A document that lost its shape is
 * tried under every other format, for pages move from one product to another.
 */
export async function pollProvider(
  order: PollOrder,
  read: Read,
  deps: FetchDeps,
  signal: AbortSignal,
  limits: FetchLimits = fetchLimits,
): Promise<Poll> {
  const { url, format, etag, lastModified } = order;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(2 * limits.timeoutMs)]);
  const get = (address: string, validators: Validators) =>
    fetchDocument(address, validators, deps, deadline, limits);
  const fetched = await collectDocument(url, format, { etag, lastModified }, get);
  if (fetched.kind === "unchanged") return fetched;
  if (fetched.kind === "failed") return fetched;
  const reading = await readAny(fetched, format, read, deps.now());
  if (reading.parseError) return { kind: "failed", reason: sentenceOf(reading), retryAfterMs: null };
  return {
    kind: "read",
    reading,
    documentHash: sha256Hex(fetched.bytes),
    etag: fetched.etag,
    lastModified: fetched.lastModified,
    freshForMs: fetched.freshForMs,
  };
}

async function readAny(
  { bytes, contentType }: { bytes: Uint8Array; contentType: string | undefined },
  format: ProviderFormat | null,
  read: Read,
  observedAt: Ms,
): Promise<Reading> {
  const document = { bytes, contentType, observedAt };
  if (format === null) return read(document);
  const detected = await read(document);
  // A page speaks Statuspage's words whoever serves it: what its body says of its format is newer than what we knew.
  if (!detected.parseError && detected.format === format) return detected;
  const named = await read({ ...document, format });
  return named.parseError && !detected.parseError ? detected : named;
}

function sentenceOf(reading: Reading): string {
  const reason = reading.reason ?? "The document cannot be read.";
  return reason.replace(/\p{Cc}+/gu, " ").slice(0, 400);
}
