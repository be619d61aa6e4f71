import {
  Activity,
  BookOpenCheck,
  Boxes,
  Gauge,
  Globe,
  Handshake,
  History,
  type LucideIcon,
  Megaphone,
  Network,
  ReceiptText,
  Scale,
  Settings,
  Siren,
  Wrench,
} from "lucide-react";
import type { Grant } from "@/lib/domain/permission";

export type SectionName =
  | "now"
  | "incidents"
  | "maintenance"
  | "components"
  | "monitors"
  | "providers"
  | "pages"
  | "subscribers"
  | "customers"
  | "statements"
  | "credits"
  | "ledger"
  | "audit"
  | "settings";

type SectionEntry = {
  name: SectionName;
  label: string;
  path: string;
  needs: Grant;
  /** Other paths of the same section. */
  covers?: readonly string[];
};

/** The places of an organization, in the order of the rail; a role sees those it may use. */
const sections: readonly SectionEntry[] = [
  { name: "now", label: "Now", path: "", needs: "read" },
  { name: "incidents", label: "Incidents", path: "/incidents", needs: "read" },
  { name: "maintenance", label: "Maintenance", path: "/maintenance", needs: "read" },
  { name: "components", label: "Components", path: "/components", needs: "read" },
  { name: "monitors", label: "Monitors", path: "/monitors", needs: "read" },
  { name: "providers", label: "Providers", path: "/providers", needs: "read" },
  { name: "pages", label: "Pages", path: "/pages", needs: "read" },
  { name: "subscribers", label: "Subscribers", path: "/subscribers", needs: "write", covers: ["/notices"] },
  { name: "customers", label: "Customers", path: "/customers", needs: "finance", covers: ["/contracts"] },
  { name: "statements", label: "Statements", path: "/statements", needs: "finance" },
  { name: "credits", label: "Credits", path: "/credits", needs: "finance" },
  { name: "ledger", label: "Ledger", path: "/ledger", needs: "read" },
  { name: "audit", label: "Audit", path: "/audit", needs: "admin" },
  { name: "settings", label: "Settings", path: "/settings", needs: "read" },
];

export type Place = { name: SectionName; label: string; href: string; covers: readonly string[] };

/** Where a member may go inside the organization at `slug`. */
export function placesFor(slug: string, grants: ReadonlySet<Grant>): Place[] {
  return sections
    .filter((section) => grants.has(section.needs))
    .map(({ name, label, path, covers = [] }) => ({
      ...{ name, label, href: `/${slug}${path}` },
      covers: covers.map((each) => `/${slug}${each}`),
    }));
}

export const sectionIcons: Record<SectionName, LucideIcon> = {
  now: Gauge,
  incidents: Siren,
  maintenance: Wrench,
  components: Boxes,
  monitors: Activity,
  providers: Network,
  pages: Globe,
  subscribers: Megaphone,
  customers: Handshake,
  statements: Scale,
  credits: ReceiptText,
  ledger: BookOpenCheck,
  audit: History,
  settings: Settings,
};
