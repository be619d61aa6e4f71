import { inTenant, type TenantTx } from "@/db/client";
import { liveComponentIds } from "@/db/queries/component";
import {
  findAddress,
  findPage,
  freeAddress,
  insertPage,
  listPages as listRows,
  lockPage,
  type PageChange,
  type PageRow,
  takeAddress,
  updatePage as updateRow,
} from "@/db/queries/page";
import { advanceVersion, changeGate, lockVersion, replaceRepresentations } from "@/db/queries/publication";
import { canonicalJson } from "@/lib/domain/canonical";
import { decodeCursor, pageOf } from "@/lib/domain/cursor";
import { AppError, type FieldError, invalid, notFound, refuseOtherVersion } from "@/lib/domain/errors";
import { sha256Hex } from "@/lib/domain/hash";
import type { Page } from "@/lib/domain/input";
import type { PageComponent, PageCreate, PageListInput, PagePatch, StatusPage } from "@/lib/domain/page";
import {
  type AccessInput,
  gateOf,
  type PageAccess,
  type PageGate,
  passwordMask,
  shownAccess,
} from "@/lib/domain/page-access";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";
import { hashPassword } from "@/lib/password";
import { requestPublication } from "./publication";
import { audit, newId } from "./record";

/** A new status page, published by the next job. A taken slug or verified domain is a conflict. */
export async function createPage(scope: TenantScope, input: PageCreate, now: Ms): Promise<StatusPage> {
  permit(scope, "write");
  const { access: given, customer_layer: customerLayer, ...rest } = input;
  const access = await storedAccess(given, null);
  return inTenant(scope, async (tx) => {
    const row: PageRow = {
      ...rest,
      access,
      customerLayer,
      gateEpoch: 1,
      id: newId("page", now),
      createdAt: now,
      updatedAt: now,
      archivedAt: null,
      version: 1,
    };
    await checkComponents(tx, row.components);
    await moveAddresses(tx, row.id, null, row);
    await insertPage(tx, row);
    await audit(tx, scope, { ...actOf("page.create", row.id), before: null, after: facts(row) }, now);
    await requestPublication(tx, now);
    return row;
  });
}

/** Throws `not_found` for another tenant's page as for none at all. An archived one can still be read. */
export function getPage(scope: TenantScope, id: string): Promise<StatusPage> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const row = await findPage(tx, id);
    if (!row) throw notFound("page");
    return row;
  });
}

/** Newest first. */
export function listPages(scope: TenantScope, input: PageListInput): Promise<Page<StatusPage>> {
  permit(scope, "read");
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, ["string"])[0]);
  return inTenant(scope, async (tx) => {
    const rows = await listRows(tx, { limit: input.limit, before }, input);
    return pageOf(rows, input.limit, (row) => [row.id]);
  });
}

/** Changes what the patch names. `ifMatch` is the version the caller saw; another one is a conflict (412). */
export async function updatePage(
  scope: TenantScope,
  input: { id: string; patch: PagePatch; ifMatch?: number | undefined },
  now: Ms,
): Promise<StatusPage> {
  permit(scope, "write");
  const { access: given, customer_layer: customerLayer, ...rest } = input.patch;
  const stored = given === undefined ? undefined : await storedAccess(given, await accessOf(scope, input.id));
  return inTenant(scope, async (tx) => {
    const before = await lockLive(tx, input.id, input.ifMatch);
    const change = changeOf(before, { ...rest, access: stored, customerLayer });
    if (change.access !== undefined) change.gateEpoch = before.gateEpoch + 1;
    if (Object.keys(change).length === 0) return before;
    await checkComponents(tx, change.components ?? null);
    const after = await store(tx, before.id, change, now);
    if (change.access !== undefined) await changeGate(tx, before.id, gateOf(after), now);
    await moveAddresses(tx, before.id, before, after);
    const act = { ...actOf("page.update", before.id), before: facts(before), after: facts(after) };
    await audit(tx, scope, act, now);
    await requestPublication(tx, now);
    return after;
  });
}

/** Takes the page off the air and frees its addresses. A second time changes nothing. */
export function archivePage(
  scope: TenantScope,
  input: { id: string; ifMatch?: number | undefined },
  now: Ms,
): Promise<void> {
  permit(scope, "write");
  return inTenant(scope, async (tx) => {
    const before = await lockPage(tx, input.id);
    if (!before) throw notFound("page");
    refuseOtherVersion("page", before.version, input.ifMatch);
    if (before.archivedAt !== null) return;
    const after = await store(tx, before.id, { archivedAt: now }, now);
    await moveAddresses(tx, before.id, before, null);
    await withdraw(tx, before.id, gateOf(before), now);
    const act = { ...actOf("page.archive", before.id), before: facts(before), after: facts(after) };
    await audit(tx, scope, act, now);
  });
}

/** The next version has no bytes and says so; a publication in the making finds its version gone and is dropped. */
async function withdraw(tx: TenantTx, pageId: string, gate: PageGate, now: Ms): Promise<void> {
  const version = (await lockVersion(tx, pageId))?.version ?? 0;
  const isDone = await advanceVersion(tx, pageId, version, {
    publishedAt: now,
    renewAt: now,
    gate,
    withdrawn: true,
  });
  if (!isDone) throw new AppError("conflict", "The page is being published for the first time. Try again.");
  await replaceRepresentations(tx, pageId, { version: version + 1, publishedAt: now }, [], []);
}

/** Access as it is kept: a password as its hash. One that comes back masked stays what it was. */
async function storedAccess(given: AccessInput, known: PageAccess | null): Promise<PageAccess> {
  if (given.mode !== "password") return given;
  if (given.password !== passwordMask)
    return { mode: "password", passwordHash: await hashPassword(given.password) };
  if (known?.mode === "password") return known;
  throw invalid("access.password", "is masked; write the password");
}

function accessOf(scope: TenantScope, id: string): Promise<PageAccess | null> {
  return inTenant(scope, async (tx) => (await findPage(tx, id))?.access ?? null);
}

async function lockLive(tx: TenantTx, id: string, ifMatch: number | undefined): Promise<PageRow> {
  const row = await lockPage(tx, id);
  if (!row) throw notFound("page");
  refuseOtherVersion("page", row.version, ifMatch);
  if (row.archivedAt !== null) throw new AppError("conflict", "This page is archived and stays as it is.");
  return row;
}

async function store(tx: TenantTx, id: string, change: PageChange, now: Ms): Promise<PageRow> {
  const row = await updateRow(tx, id, change, now);
  if (!row) throw notFound("page");
  return row;
}

/** What really differs; a patch that changes nothing leaves no trace. */
function changeOf(row: PageRow, patch: Record<string, unknown>): PageChange {
  const known: Record<string, unknown> = row;
  const isSame = (a: unknown, b: unknown) => canonicalJson({ value: a }) === canonicalJson({ value: b });
  return Object.fromEntries(
    Object.entries(patch).filter(([name, value]) => value !== undefined && !isSame(value, known[name])),
  );
}

/** A page shows components of its own organization that are not archived. */
async function checkComponents(tx: TenantTx, chosen: readonly PageComponent[] | null): Promise<void> {
  if (chosen === null) return;
  const live = await liveComponentIds(
    tx,
    chosen.map(({ componentId }) => componentId),
  );
  const errors: FieldError[] = chosen.flatMap(({ componentId }, index) =>
    live.has(componentId) ? [] : [{ path: `components.${index}`, message: "No such component." }],
  );
  if (errors.length > 0)
    throw new AppError("invalid", "The page names components that do not exist.", { errors });
}

type Addressed = Pick<PageRow, "slug" | "domain">;

async function moveAddresses(
  tx: TenantTx,
  pageId: string,
  before: Addressed | null,
  after: Addressed | null,
): Promise<void> {
  if (before && before.slug !== after?.slug) await freeAddress(tx, `slug:${before.slug}`, pageId);
  if (before?.domain && before.domain !== after?.domain)
    await freeAddress(tx, `host:${before.domain}`, pageId);
  if (after && after.slug !== before?.slug) await takeSlug(tx, after.slug, pageId);
  if (after?.domain && after.domain !== before?.domain) await claimDomain(tx, after.domain, pageId);
}

async function takeSlug(tx: TenantTx, slug: string, pageId: string): Promise<void> {
  if (await takeAddress(tx, `slug:${slug}`, pageId)) return;
  const message = `The slug "${slug}" is taken; choose another.`;
  throw new AppError("conflict", message, { errors: [{ path: "slug", message }] });
}

/** Served at once when nobody has it; a rival loses only against a verified owner and else waits (RULES R6.6). */
async function claimDomain(tx: TenantTx, domain: string, pageId: string): Promise<void> {
  if (domain === new URL(env().publicUrl).hostname)
    throw invalid("domain", "is the address of this product itself; use a domain of your own");
  if (await takeAddress(tx, `host:${domain}`, pageId)) return;
  const owner = await findAddress(tx, `host:${domain}`);
  if (!owner || owner.verifiedAt === null) return;
  const message = `The domain ${domain} belongs to another page.`;
  throw new AppError("conflict", message, { errors: [{ path: "domain", message }] });
}

function actOf(action: string, objectId: string) {
  return { action, objectType: "page", objectId };
}

/** The part of a row that the audit log shows. */
function facts(row: PageRow): Record<string, unknown> {
  const { slug, name, domain, basis, timezone, components, locales, days, overall } = row;
  const access = shownAccess(row.access);
  const { logo, favicon, ...theme } = row.theme;
  // Pictures are told by their names: the log is read, not looked at.
  const pictures = { logo: logo && sha256Hex(logo), favicon: favicon && sha256Hex(favicon) };
  return {
    ...{ slug, name, domain, basis, timezone, components, access, locales, days, overall },
    customer_layer: row.customerLayer,
    ...{ theme: { ...theme, ...pictures }, archived_at: row.archivedAt },
  };
}
