import { Tabs } from "@/app/_ui/tabs";

/** Customers and what was agreed with them: two lists of one section. */
export function CustomerViews({
  organization,
  current,
}: {
  organization: string;
  current: "customers" | "contracts";
}) {
  const tab = (name: "customers" | "contracts", label: string) => ({
    ...{ label, href: `/${organization}/${name}`, current: name === current },
  });
  return (
    <Tabs
      label="Customers and contracts"
      tabs={[tab("customers", "Customers"), tab("contracts", "Contracts")]}
    />
  );
}
