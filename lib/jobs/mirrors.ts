import { setTimeout as pause } from "node:timers/promises";
import { inEngine } from "@/db/client";
import { claimMirrors, finishMirror, type MirrorClaim } from "@/db/queries/mirror";
import { type LoadedPublication, loadPublication } from "@/db/queries/publication";
import { engineScope } from "@/lib/auth/scope";
import { sha256Hex } from "@/lib/domain/hash";
import {
  type MirroredSite,
  mirroredDocument,
  mirroredSite,
  mirrorFiles,
  withForms,
} from "@/lib/domain/mirror";
import {
  type EncodedBody,
  type EncodedRepresentation,
  type Encoding,
  encodings,
} from "@/lib/domain/publication";
import { type Ms, minuteMs, secondMs } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { logger } from "@/lib/log";
import { type Mirror, openMirror } from "@/lib/mirror/mirror";
import { compress, isWorthCompressing } from "@/lib/render/compress";
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
  const wanted = withForms(loaded ? wantedFiles(loaded) : new Map<string, Copy>());
  const changed = [...wanted].filter(([file, { etag }]) => claim.files[file] !== etag);
  for (let start = 0; start < changed.length; start += filesAtOnce)
    await Promise.all(
      changed
        .slice(start, start + filesAtOnce)
        .map(async ([file, { bytes, ...kind }]) => mirror.put(file, (await bytes())[kind.encoding], kind)),
    );
  // New files first: whoever reads meanwhile finds either the old page or the new one.
  for (const file of Object.keys(claim.files)) if (!wanted.has(file)) await mirror.remove(file);
  const files = Object.fromEntries([...wanted].map(([file, { etag }]) => [file, etag]));
  const version = loaded?.version.version ?? 0;
  await inEngine(engineScope(), (tx) => finishMirror(tx, { ...claim, version, files }));
}

/** A representation as the mirror holds it; `bytes` makes them only where they have to be written. */
type Copy = {
  path: string;
  contentType: string;
  etag: string;
  encodings: readonly Encoding[];
  bytes: () => Promise<EncodedBody["bytes"]>;
};

/** Nothing of a page that was taken off the air, and nothing of one that only some may read. */
function wantedFiles({ version, addresses, provenHost, representations }: LoadedPublication) {
  const slug = addresses.find((address) => address.startsWith("slug:"))?.slice("slug:".length) ?? null;
  if (slug === null || version.withdrawn || version.gate.mode !== "public") return new Map<string, Copy>();
  const home = provenHost === null ? `${env().publicUrl}/status/${slug}` : `https://${provenHost}`;
  const published = representations.map((each) => ({ ...each, etag: each.fresh.etag }));
  const site = mirroredSite(published, slug, home);
  return mirrorFiles(
    published.map((each) => (each.contentType.startsWith("text/html") ? rewritten(each, site) : same(each))),
    { slug, host: provenHost },
  );
}

function same({ path, contentType, fresh: { etag, bytes } }: EncodedRepresentation): Copy {
  const isShrunk = bytes.gzip.length < bytes.identity.length;
  return { path, contentType, etag, encodings: formsFor(isShrunk), bytes: async () => bytes };
}

/** A document changes with what is beside it, so whether it changed its own bytes say; they are compressed at most once. */
function rewritten({ path, contentType, fresh }: EncodedRepresentation, site: MirroredSite): Copy {
  const text = Buffer.from(mirroredDocument(Buffer.from(fresh.bytes.identity).toString("utf8"), path, site));
  let made: Promise<EncodedBody["bytes"]> | undefined;
  return {
    ...{ path, contentType, etag: sha256Hex(text) },
    encodings: formsFor(isWorthCompressing(text)),
    bytes: () => {
      made ??= compress(text);
      return made;
    },
  };
}

function formsFor(isShrunk: boolean): readonly Encoding[] {
  return isShrunk ? encodings : ["identity"];
}
