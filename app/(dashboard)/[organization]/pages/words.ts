import type { StatusPage } from "@/lib/domain/page";
import type { AccessMode } from "@/lib/domain/page-access";
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

/** Each way of access, as a choice and what it means. */
export const accessWords: Record<AccessMode, { name: string; note: string }> = {
  public: { name: "Everybody", note: "No gate. Search engines may list it, and it can be mirrored." },
  password: { name: "Who knows a password", note: "One password for all readers." },
  email_domain: { name: "Mailboxes of a domain", note: "A link by mail opens it for 12 hours." },
  ip: { name: "Some networks", note: "For all others the page does not exist." },
  members: { name: "Members", note: "Whoever can sign in to this organization." },
};
