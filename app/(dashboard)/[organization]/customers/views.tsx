import { Tabs } from "@/app/_ui/tabs";

/** Customers, what was agreed with them and what they are told: the lists of one section. */
export function CustomerViews({
  organization,
  current,
}: {
  organization: string;
  current: "customers" | "contracts" | "messages";
}) {
  const tab = (name: typeof current, label: string, path: string = name) => ({
    ...{ label, href: `/${organization}/${path}`, current: name === current },
  });
  return (
    <Tabs
      label="Customers and contracts"
      tabs={[
        tab("customers", "Customers"),
        tab("contracts", "Contracts"),
        tab("messages", "Messages", "customers/messages"),
      ]}
    />
  );
}
