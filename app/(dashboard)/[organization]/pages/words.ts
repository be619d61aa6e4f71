import type { StatusPage } from "@/lib/domain/page";
import type { Basis } from "@/lib/domain/state";

/** The three truths a page can tell, and what each means to its readers. */
export const basisWords: Record<Basis, { label: string; note: string }> = {
  worst: { label: "The worst of both", note: "The worse of what monitors measure and what people say." },
  measured: { label: "What is measured", note: "Only what monitors see. What people say changes nothing." },
  declared: { label: "What is said", note: "Only what people publish. What monitors see changes nothing." },
};

export function componentsWord({ components }: Pick<StatusPage, "components">): string {
  if (components === null) return "Every component";
  return components.length === 1 ? "1 component" : `${components.length} components`;
}
