import { renderMarkdown } from "@/lib/render/markdown";

/** The author's Markdown, made safe by the one renderer. */
export function Prose({ text, className = "" }: { text: string; className?: string }) {
  return (
    <div
      className={`prose-words max-w-prose break-words text-sm ${className}`}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by renderMarkdown
      dangerouslySetInnerHTML={{ __html: renderMarkdown(text) }}
    />
  );
}
