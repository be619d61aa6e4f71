import type { Ms } from "./time";

/** What DNS says of a domain: the texts at its proving name, and whether its own name leads to us. */
export type DomainEvidence = { texts: readonly string[]; pointsHere: boolean };

/** A DNS record that the owner of a domain sets, and whether we see it. */
export type DomainRecord = { type: "CNAME" | "TXT"; name: string; value: string; isSeen: boolean };

/** A page's own domain: `verifiedAt` is null while it is only claimed (RULES R6.6). */
export type PageDomain = {
  /** null for a page without one. */
  domain: string | null;
  verifiedAt: Ms | null;
  /** Another page has the domain: it is served only once this one proves it. */
  isTaken: boolean;
  records: readonly DomainRecord[];
};

/** Where the owner of a domain proves that a page may answer there; whoever only points it here proves nothing. */
export function provingName(domain: string): string {
  return `_probity.${domain}`;
}

export function provingText(pageId: string): string {
  return `probity-page=${pageId}`;
}

export function isProven(evidence: DomainEvidence, pageId: string): boolean {
  return evidence.texts.some((text) => text.trim() === provingText(pageId));
}

/** What the owner has to set; `host` is where the product is reached. */
export function recordsFor(
  { domain, pageId, host }: { domain: string; pageId: string; host: string },
  evidence: DomainEvidence | null,
): DomainRecord[] {
  return [
    { type: "CNAME", name: domain, value: host, isSeen: evidence?.pointsHere ?? false },
    {
      ...{ type: "TXT", name: provingName(domain), value: provingText(pageId) },
      isSeen: evidence !== null && isProven(evidence, pageId),
    },
  ];
}
