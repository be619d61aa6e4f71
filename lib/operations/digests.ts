import { inTenant, type TenantTx } from "@/db/client";
import { distinctNews } from "@/db/queries/audience";
import {
  listDigestRhythms,
  lockToldTo,
  noticesOfPage,
  type PageRhythm,
  setToldTo,
} from "@/db/queries/digest";
import { incidentsForPages } from "@/db/queries/incident";
import { maintenancesForPages } from "@/db/queries/maintenance-page";
import { findPage, type PageRow } from "@/db/queries/page";
import { maintenanceSubject } from "@/lib/domain/announcement";
import { type DigestLine, digestWindow, linesAhead, linesOf } from "@/lib/domain/digest";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import type { PagePart } from "@/lib/domain/subscription";
import { dayMs, type Interval, type Ms } from "@/lib/domain/time";
import type { Digest } from "@/lib/domain/told";
import { formatPercent, noTotals, uptimeOf } from "@/lib/domain/uptime";
import { notify } from "./notices";
import { pageAppearance } from "./page-appearance";
import { readParts } from "./page-reading";
import { senderOf } from "./page-senders";
import { windowTotals } from "./uptime";

/** Messages that a digest looks at, and lines that it shows. */
const noticesMax = 1_000;
const linesMax = 40;
const figuresMax = 20;

/**
 * Tells everybody who gathers what they would have been told one by one, once the morning of their page has come; how
 * many mails in different words that makes. A page each in a transaction of its own: one in trouble stops no other, and
 * is told when all had their turn.
 */
export async function sendDigests(scope: TenantScope, now: Ms): Promise<number> {
  permit(scope, "admin");
  const rhythms = await inTenant(scope, listDigestRhythms);
  const failures: unknown[] = [];
  let sent = 0;
  for (const each of rhythms) {
    try {
      sent += await inTenant(scope, (tx) => sendDigest(tx, each, now));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "not every digest could be made");
  return sent;
}

async function sendDigest(tx: TenantTx, page: PageRhythm, now: Ms): Promise<number> {
  const row = await findPage(tx, page.pageId);
  if (!row || row.archivedAt !== null) return 0;
  const window = digestWindow(page.rhythm, row.timezone, await lockToldTo(tx, page), now);
  if (window === null) return 0;
  await setToldTo(tx, page, window.to);
  const parts = await readParts(tx, row);
  const { lines, isCut } = await happenings(tx, row, parts, page, window);
  if (lines.length === 0) return 0;
  const differences = await distinctNews(tx, row.id, page.rhythm, lines);
  const told = differences.filter((news) => news.includes("1"));
  const gathered = lines.map(({ told: subject, at }) => ({ told: subject, at }));
  for (const news of told) {
    const slots = await digestOf(
      tx,
      row,
      parts,
      { ...page, window, isCut, lines: lines.filter((_, at) => news[at] === "1") },
      now,
    );
    const audience = { pageId: row.id, rhythm: page.rhythm, gathered, news };
    const factId = `digest:${row.id}:${page.rhythm}:${window.to}`;
    await notify(tx, { factId, template: "digest", slots, audience, sender: await senderOf(tx, row) }, now);
  }
  return told.length;
}

/** What there is to say of a window; of too much the latest. */
export async function happenings(
  tx: TenantTx,
  page: PageRow,
  parts: readonly PagePart[],
  { rhythm }: PageRhythm,
  window: Interval,
): Promise<{ lines: DigestLine[]; isCut: boolean }> {
  const notices = await noticesOfPage(tx, page.id, window, noticesMax);
  const since = window.from - 31 * dayMs;
  const told = (await incidentsForPages(tx, { since })).incidents;
  const incidents = new Map(told.map((each) => [each.id, each]));
  const next = { from: window.to, to: window.to + (rhythm === "daily" ? 1 : 7) * dayMs };
  const ahead = linesAhead(
    await maintenancesForPages(tx, next),
    new Set(notices.map(({ threadId }) => threadId)),
    window,
    (ids) => maintenanceSubject(ids, parts),
  );
  const all = [...linesOf(notices, incidents), ...ahead];
  return { lines: all.slice(-linesMax), isCut: all.length > linesMax };
}

type Saying = PageRhythm & { window: Interval; isCut: boolean; lines: readonly DigestLine[] };

/** The digest that these lines make. */
export async function digestOf(
  tx: TenantTx,
  page: PageRow,
  parts: readonly PagePart[],
  { rhythm, window, isCut, lines }: Saying,
  now: Ms,
): Promise<Digest> {
  const concerned = new Set(
    lines.flatMap(({ section, told }) => (section === "incidents" ? told.components : [])),
  );
  const shown = parts.filter(({ id }) => concerned.has(id)).slice(0, figuresMax);
  const ids = shown.map(({ id }) => id);
  const totals = await windowTotals(tx, ids, page.basis, window, now);
  return {
    page: await pageAppearance(tx, page),
    ...{ rhythm, window, isCut },
    incidents: lines.flatMap((each) => (each.section === "incidents" ? [each.line] : [])),
    maintenances: lines.flatMap((each) => (each.section === "maintenances" ? [each.line] : [])),
    uptime: shown.map(({ id, name }) => {
      const { upMs, downMs } = uptimeOf(totals.get(id) ?? noTotals());
      return { name, percent: formatPercent(upMs, downMs, 2), downMs };
    }),
  };
}
