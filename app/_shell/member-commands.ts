import type { Member } from "@/lib/auth/session";
import type { Grant } from "@/lib/domain/permission";
import type { Command } from "./commands";
import type { Place } from "./sections";

type Act = { label: string; path: string; needs: Grant; words: string };

const acts: readonly Act[] = [
  { label: "New incident", path: "/incidents/new", needs: "write", words: "tell publish outage create" },
  { label: "Open actions", path: "/incidents/actions", needs: "read", words: "postmortem board due overdue" },
  {
    label: "Incident measures",
    path: "/incidents/measures",
    needs: "read",
    words: "quarter mttr detect restore",
  },
  { label: "Incident templates", path: "/incidents/templates", needs: "write", words: "prepared words" },
  { label: "New component", path: "/components/new", needs: "write", words: "create add" },
  { label: "New monitor", path: "/monitors/new", needs: "write", words: "create add check" },
  {
    label: "Add a provider",
    path: "/providers/add",
    needs: "write",
    words: "dependency third party upstream",
  },
  {
    label: "Catalogue of providers",
    path: "/providers/catalogue",
    needs: "read",
    words: "third party aws github",
  },
  {
    label: "Dependency graph",
    path: "/providers/graph",
    needs: "read",
    words: "composition picture upstream",
  },
  {
    label: "New contract with a provider",
    path: "/providers/claims/new",
    needs: "finance",
    words: "upstream sla claim owed create",
  },
  {
    label: "Claims against providers",
    path: "/providers/claims",
    needs: "finance",
    words: "upstream sla owed exposure",
  },
  { label: "Plan maintenance", path: "/maintenance/new", needs: "write", words: "create new scheduled work" },
  { label: "Maintenance calendar", path: "/maintenance/calendar", needs: "read", words: "month upcoming" },
  { label: "New page", path: "/pages/new", needs: "write", words: "create add status public" },
  { label: "Add a subscriber", path: "/subscribers/new", needs: "write", words: "new create mail reader" },
  { label: "Import subscribers", path: "/subscribers/import", needs: "write", words: "csv upload list" },
  { label: "New customer", path: "/customers/new", needs: "finance", words: "create add account" },
  { label: "New contract", path: "/contracts/new", needs: "finance", words: "create add sla terms template" },
  { label: "Contracts", path: "/contracts", needs: "finance", words: "sla terms agreements" },
  { label: "Close statements", path: "/statements/close", needs: "finance", words: "month end book period" },
  { label: "Approve credits", path: "/credits/approve", needs: "finance", words: "four eyes bulk" },
  { label: "Issue memos", path: "/credits/issue", needs: "finance", words: "credit note number book bulk" },
  {
    label: "Export credits",
    path: "/credits/exports",
    needs: "finance",
    words: "csv xlsx xero quickbooks netsuite register",
  },
  {
    label: "Books",
    path: "/settings/finance",
    needs: "finance",
    words: "accounting period lock four eyes series legal",
  },
  { label: "Deliveries", path: "/notices", needs: "read", words: "notices mails sent bounced failed" },
  { label: "Suppressed addresses", path: "/notices/suppressions", needs: "read", words: "bounce complaint" },
  { label: "Verify the ledger", path: "/ledger#verify", needs: "read", words: "proof check hash" },
  { label: "Sending domains", path: "/settings/mail", needs: "admin", words: "mail dns sender" },
  { label: "Messages to customers", path: "/customers/messages", needs: "finance", words: "warn approve" },
  {
    label: "Organization settings",
    path: "/settings/organization",
    needs: "read",
    words: "name rename id role",
  },
  { label: "Invitations", path: "/settings/invitations", needs: "admin", words: "invite people pending" },
  { label: "Members", path: "/settings/members", needs: "admin", words: "invite people team roles" },
  { label: "Webhooks", path: "/settings/webhooks", needs: "admin", words: "integrations events" },
  { label: "Alerts", path: "/settings/alerts", needs: "read", words: "on call pager escalation acknowledge" },
  { label: "Probes and regions", path: "/settings/probes", needs: "read", words: "fleet lag clock health" },
  { label: "API keys", path: "/settings/api-keys", needs: "admin", words: "token create key" },
];

/** What the palette offers a member before anything is typed: places, acts, other organizations. */
export function commandsFor(member: Member, places: readonly Place[]): Command[] {
  const { organization, memberships, scope } = member;
  const others = memberships.filter((membership) => membership.organization.id !== organization.id);
  return [
    ...places.map(({ name, label, href }) => ({ key: name, label, kind: "Go to", href })),
    ...acts
      .filter((act) => scope.grants.has(act.needs))
      .map(({ label, path, words }) => ({
        key: path.replace(/\W+/g, "-"),
        label,
        kind: "Do",
        href: `/${organization.slug}${path}`,
        words,
      })),
    ...others.map(({ organization: { slug, name } }) => ({
      key: `organization-${slug}`,
      label: name,
      kind: "Switch organization",
      href: `/${slug}`,
    })),
  ];
}
