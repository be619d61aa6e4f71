import { setTimeout as pause } from "node:timers/promises";
import { inEngine } from "@/db/client";
import { claimMirrors, finishMirror, type MirrorClaim } from "@/db/queries/mirror";
import { type LoadedPublication, loadPublication } from "@/db/queries/publication";
import { engineScope } from "@/lib/auth/scope";
import { sha256Hex } from "@/lib/domain/hash";
import { type MirroredSite, mirroredDocument, mirroredSite, mirrorFiles } from "@/lib/domain/mirror";
import type { EncodedRepresentation } from "@/lib/domain/publication";
import { type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { logger } from "@/lib/log";
import { type Mirror, openMirror } from "@/lib/mirror/mirror";
import type { Service } from "./services";

const log = logger("mirror");
/** A page whose copy is not done by then is another worker's. */
const leaseMs = 2 * minuteMs;
const pagesAtOnce = 10;
const filesAtOnce = 8;

/** Keeps copies of all public pages where PROBITY_MIRROR says, so that they outlive the product. */
export const mirrors: Service = {
  name: "mirrors",
  async run(signal) {
    const { mirror: address } = env();
    if (address === null) return idle(signal);
    const mirror = openMirror(address);
    while (!signal.aborted) {
      const done = await mirrorBatch(mirror, Date.now());
      if (done < pagesAtOnce) await pause(secondMs, undefined, { signal }).catch(() => {});
    }
  },
};

function idle(signal: AbortSignal): Promise<void> {
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}

/** Brings some pages up to date; how many were behind. A page that fails is tried again once its lease is over. */
export async function mirrorBatch(mirror: Mirror, now: Ms): Promise<number> {
  const claims = await inEngine(engineScope(), (tx) => claimMirrors(tx, now, now + leaseMs, pagesAtOnce));
  for (const claim of claims)
    await mirrorPage(mirror, claim).catch((error: unknown) =>
      log.warn({ err: error, page: claim.pageId }, "a page could not be mirrored; trying again"),
    );
  return claims.length;
}

async function mirrorPage(mirror: Mirror, claim: MirrorClaim): Promise<void> {
  const loaded = await inEngine(engineScope(), (tx) => loadPublication(tx, claim.pageId));
  const wanted = loaded ? wantedFiles(loaded) : new Map<string, Tagged>();
  const changed = [...wanted].filter(([file, { etag }]) => claim.files[file] !== etag);
  for (let start = 0; start < changed.length; start += filesAtOnce)
    await Promise.all(
      changed
        .slice(start, start + filesAtOnce)
        .map(([file, { bytes, contentType }]) => mirror.put(file, bytes, contentType)),
    );
  // New files first: whoever reads meanwhile finds either the old page or the new one.
  for (const file of Object.keys(claim.files)) if (!wanted.has(file)) await mirror.remove(file);
  const files = Object.fromEntries([...wanted].map(([file, { etag }]) => [file, etag]));
  const version = loaded?.version.version ?? 0;
  await inEngine(engineScope(), (tx) => finishMirror(tx, { ...claim, version, files }));
}

type Tagged = { path: string; contentType: string; etag: string; bytes: Uint8Array };

/** Nothing of a page that was taken off the air, and nothing of one that only some may read. */
function wantedFiles({ version, addresses, provenHost, representations }: LoadedPublication) {
  const slug = addresses.find((address) => address.startsWith("slug:"))?.slice("slug:".length) ?? null;
  if (slug === null || version.withdrawn || version.gate.mode !== "public") return new Map<string, Tagged>();
  const home = provenHost === null ? `${env().publicUrl}/status/${slug}` : `https://${provenHost}`;
  const site = mirroredSite(representations.map(tagged), slug, home);
  return mirrorFiles(
    representations.map((each) => standing(tagged(each), site)),
    { slug, host: provenHost },
  );
}

function tagged({ path, contentType, fresh }: EncodedRepresentation): Tagged {
  return { path, contentType, etag: fresh.etag, bytes: fresh.bytes.identity };
}

/** As it stands in the mirror; whether a document changed its own bytes say, for its links depend on what is beside it. */
function standing(each: Tagged, site: MirroredSite): Tagged {
  if (!each.contentType.startsWith("text/html")) return each;
  const text = mirroredDocument(Buffer.from(each.bytes).toString("utf8"), each.path, site);
  return { ...each, etag: sha256Hex(text), bytes: Buffer.from(text) };
}
