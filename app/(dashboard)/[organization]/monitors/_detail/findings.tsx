import type { Findings } from "@/lib/domain/findings";

/** What a run found besides its verdict: redirects, certificate, records. */
export function FoundBesides({ findings }: { findings: Findings | null }) {
  const lines = findings === null ? [] : linesOf(findings);
  if (lines.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-col gap-0.5 text-ink-2 text-xs">
      {lines.map((line) => (
        <li key={line} className="break-words font-mono">
          {line}
        </li>
      ))}
    </ul>
  );
}

/** The same in one line, for a title. */
export function findingsText(findings: Findings | null): string {
  return findings === null ? "" : linesOf(findings).join(" · ");
}

function linesOf({ redirects = [], certificate, records = [] }: Findings): string[] {
  return [
    ...redirects.map(({ status, location }) => `${status} → ${location}`),
    ...(certificate
      ? [
          `${certificate.subject}, by ${certificate.issuer}`,
          `valid to ${certificate.valid_to.slice(0, 10)} · ${certificate.protocol}${certificate.ocsp ? ` · OCSP ${certificate.ocsp.replace("_", " ")}` : ""}`,
        ]
      : []),
    ...records,
  ];
}
