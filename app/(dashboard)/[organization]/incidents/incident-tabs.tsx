import { Tabs } from "@/app/_ui/tabs";

/** The views of what happened: the list, what is promised, what it measures, words prepared. */
export function IncidentTabs({
  path,
  current,
  mayWrite,
}: {
  path: string;
  current: "" | "/actions" | "/measures" | "/templates";
  mayWrite: boolean;
}) {
  const tab = (label: string, at: string) => ({ label, href: `${path}${at}`, current: current === at });
  return (
    <Tabs
      label="Views of incidents"
      tabs={[
        tab("All", ""),
        tab("Open actions", "/actions"),
        tab("Measures", "/measures"),
        ...(mayWrite ? [tab("Templates", "/templates")] : []),
      ]}
    />
  );
}
