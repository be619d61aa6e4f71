import type { ReactNode } from "react";
import { PageHead } from "@/app/_ui/page-head";
import { Tabs } from "@/app/_ui/tabs";
import type { Grant } from "@/lib/domain/permission";

const views = [
  { name: "members", label: "Members", needs: "admin" },
  { name: "invitations", label: "Invitations", needs: "admin" },
  { name: "api-keys", label: "API keys", needs: "admin" },
  { name: "webhooks", label: "Webhooks", needs: "admin" },
  { name: "alerts", label: "Alerts", needs: "read" },
  { name: "finance", label: "Books", needs: "finance" },
  { name: "probes", label: "Probes", needs: "read" },
  { name: "mail", label: "Mail", needs: "admin" },
  { name: "organization", label: "Organization", needs: "read" },
] as const;

/** What stands above every view of the settings; a role sees those it may use. */
export function SettingsHead({
  organization,
  grants,
  view,
  actions,
}: {
  organization: string;
  grants: ReadonlySet<Grant>;
  view: (typeof views)[number]["name"];
  actions?: ReactNode;
}) {
  const path = `/${organization}/settings`;
  return (
    <>
      <PageHead title="Settings" actions={actions} />
      <Tabs
        label="Views of the settings"
        tabs={views
          .filter(({ needs }) => grants.has(needs))
          .map(({ name, label }) => ({ label, href: `${path}/${name}`, current: name === view }))}
      />
    </>
  );
}
