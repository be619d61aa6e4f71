import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isId } from "@/lib/domain/ids";
import type { PageGate } from "@/lib/domain/page-access";
import { type EncodedBody, type EncodedRepresentation, encodings } from "@/lib/domain/publication";
import type { Ms } from "@/lib/domain/time";

/** Everything a page answers, and where. `addresses` are `slug:…` and `host:…`. */
export type StoredPage = {
  organizationId: string;
  pageId: string;
  version: number;
  publishedAt: Ms;
  addresses: readonly string[];
  gate: PageGate;
  /** The domain of its own that it has proven: where its readers are sent. */
  provenHost: string | null;
  representations: readonly EncodedRepresentation[];
};

/** What a file begins with; another format's files are left alone and written anew. */
type FileHeader = Omit<StoredPage, "representations"> & {
  format: typeof format;
  representations: {
    path: string;
    contentType: string;
    headers: Record<string, string>;
    fresh: Sizes;
    stale: Sizes;
  }[];
};
type Sizes = { etag: string; sizes: number[] };

const format = "probity-publication-3";

/**
 * Writes one file per page: a line of JSON, then the bytes in its order. A reader sees the old file or the new one,
 * never a half; `writer` keeps two processes on one folder out of each other's way.
 */
export async function writePage(folder: string, page: StoredPage, writer: string): Promise<void> {
  const { representations, ...rest } = page;
  const lines = representations.map(({ path, contentType, headers, fresh, stale }) => ({
    path,
    contentType,
    headers,
    fresh: sizesOf(fresh),
    stale: sizesOf(stale),
  }));
  const header: FileHeader = { ...rest, format, representations: lines };
  const bytes = representations.flatMap(({ fresh, stale }) => [fresh, stale].flatMap(partsOf));
  const temporary = `${fileOf(folder, page.pageId)}.${writer}`;
  await mkdir(folder, { recursive: true });
  // A private page's bytes are nobody's but this process's.
  await writeFile(temporary, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...bytes]), {
    mode: 0o600,
  });
  await rename(temporary, fileOf(folder, page.pageId));
}

/** With what was kept of its archive. */
export async function removePage(folder: string, pageId: string): Promise<void> {
  await rm(fileOf(folder, pageId), { force: true });
  await rm(join(folder, `${pageId}.archive`), { recursive: true, force: true });
}

/** Where one address of a page's archive is kept, as a page of that address alone. */
export function archiveFolder(folder: string, pageId: string, path: string): string {
  return join(folder, `${pageId}.archive`, path.slice(1).replaceAll("/", "-"));
}

/** Every page the folder holds; a file that is broken or of another format is as none at all. */
export async function readPages(folder: string): Promise<StoredPage[]> {
  const names = await readdir(folder).catch(() => []);
  const pages: StoredPage[] = [];
  for (const name of names) {
    if (!name.endsWith(suffix) || !isId("page", name.slice(0, -suffix.length))) continue;
    const page = parsePage(await readFile(join(folder, name)).catch(() => Buffer.alloc(0)));
    if (page) pages.push(page);
  }
  return pages;
}

const suffix = ".page";

function fileOf(folder: string, pageId: string): string {
  return join(folder, `${pageId}${suffix}`);
}

function partsOf(body: EncodedBody): Uint8Array[] {
  return encodings.map((encoding) => body.bytes[encoding]);
}

function sizesOf(body: EncodedBody): Sizes {
  return { etag: body.etag, sizes: partsOf(body).map((part) => part.length) };
}

function parsePage(file: Buffer): StoredPage | null {
  try {
    const end = file.indexOf(10);
    const header: FileHeader = JSON.parse(file.toString("utf8", 0, end));
    if (header.format !== format) return null;
    const take = cutter(file.subarray(end + 1));
    const representations = header.representations.map(({ fresh, stale, ...rest }) => ({
      ...rest,
      fresh: take(fresh),
      stale: take(stale),
    }));
    const { format: _, ...page } = header;
    return { ...page, representations };
  } catch {
    return null;
  }
}

/** Cuts one body after the other off the bytes; throws when they end too early. */
function cutter(bytes: Buffer): (sizes: Sizes) => EncodedBody {
  let at = 0;
  const next = (size: number | undefined): Uint8Array => {
    const part = bytes.subarray(at, at + Number(size));
    if (part.length !== size) throw new Error("the file ends too early");
    at += size;
    return part;
  };
  return ({ etag, sizes: [identity, gzip, br] }) => ({
    etag,
    bytes: { identity: next(identity), gzip: next(gzip), br: next(br) },
  });
}
