import type { ArchiveAsk } from "@/lib/domain/archive";
import type { PageView } from "@/lib/domain/page-view";
import type { EncodedRepresentation, Representation } from "@/lib/domain/publication";
import { encodeRepresentation } from "./compress";
import { contentSecurityPolicy, type DocumentText } from "./page-document";
import type { PageFrame } from "./page-frame";
import { renderHistory } from "./page-history";
import { renderIncident } from "./page-incident";
import { renderMaintenance } from "./page-maintenance";
import { htmlDocument } from "./publication";
import { languageOf } from "./words/language";

/** One document that a page's publication holds no more, in every language of the page: as if it still did. */
function renderArchive(view: PageView, ask: ArchiveAsk, path: string): Representation[] {
  const policy = contentSecurityPolicy(view.page.theme);
  return view.page.locales.flatMap((locale, index) => {
    const text = documentOf(ask, { view, language: languageOf(locale), isStale: false });
    const suffix = index === 0 ? "" : `?lang=${locale}`;
    return text === null ? [] : [htmlDocument(path + suffix, text, locale, policy)];
  });
}

function documentOf(ask: ArchiveAsk, frame: PageFrame): DocumentText | null {
  const [incident] = frame.view.incidents;
  if (ask.kind === "month") return renderHistory(ask.month, frame);
  if (ask.kind === "maintenance") return renderMaintenance(frame.view.maintenances, frame);
  return incident ? renderIncident(incident, frame) : null;
}

export async function encodeArchive(
  view: PageView,
  ask: ArchiveAsk,
  path: string,
): Promise<EncodedRepresentation[]> {
  const encoded = await Promise.all(
    renderArchive(view, ask, path).map((each) => encodeRepresentation(each, new Map())),
  );
  return encoded.filter((each) => each !== null);
}
