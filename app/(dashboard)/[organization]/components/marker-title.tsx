import type { Marker } from "@/lib/domain/marker";

/** What was changed, leading to where it is told in full. */
export function MarkerTitle({ marker: { title, url } }: { marker: Marker }) {
  if (url === null) return <span className="break-words">{title}</span>;
  return (
    <a href={url} rel="noreferrer" className="break-words underline">
      {title}
    </a>
  );
}
