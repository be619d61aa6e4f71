import Link from "next/link";
import type { TemplateView } from "@/lib/domain/incident-template";

/** Words prepared in a calm hour, one click away. */
export function TemplateLinks({ templates, path }: { templates: readonly TemplateView[]; path: string }) {
  if (templates.length === 0) return null;
  return (
    <nav aria-label="Templates" className="mb-6 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
      <span className="text-ink-3">Begin with</span>
      {templates.slice(0, 12).map(({ id, name }) => (
        <Link key={id} href={`${path}?template=${id}`} className="text-ink-2 underline hover:text-ink">
          {name}
        </Link>
      ))}
    </nav>
  );
}
