import { Tabs } from "@/app/_ui/tabs";

/** The two ways of looking at it. */
export function Views({ path, current }: { path: string; current: "list" | "calendar" }) {
  return (
    <Tabs
      label="Views of maintenance"
      tabs={[
        { label: "List", href: path, current: current === "list" },
        { label: "Calendar", href: `${path}/calendar`, current: current === "calendar" },
      ]}
    />
  );
}
