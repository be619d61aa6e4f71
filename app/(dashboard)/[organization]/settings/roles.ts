import type { Grant, Role } from "@/lib/domain/permission";

export const roleWords: Record<Role, { label: string; note: string }> = {
  owner: { label: "Owner", note: "Everything, money and other owners too" },
  admin: { label: "Admin", note: "Everything but money" },
  responder: { label: "Responder", note: "Reads and changes monitors, components and pages" },
  finance: { label: "Finance", note: "Reads everything; contracts, statements and credits" },
  viewer: { label: "Viewer", note: "Reads everything but money" },
};

export const scopeWords: Record<Grant, { label: string; note: string }> = {
  read: { label: "read", note: "See everything but money and people" },
  write: { label: "write", note: "Change components, monitors and pages; includes read" },
  finance: { label: "finance", note: "Contracts, statements and credits; includes read" },
  admin: { label: "admin", note: "People, keys and the audit log; includes write" },
  probe: { label: "probe", note: "Fetch checks to run and report what they found; nothing else" },
};
