import type { NextRequest } from "next/server";
import { identify } from "@/app/_server/member";
import type { Opened } from "@/app/_shell/commands";
import { type FoundObject, searchObjects } from "@/lib/operations/search";

const places: Record<FoundObject["type"], { kind: string; path: string }> = {
  component: { kind: "Component", path: "components" },
  incident: { kind: "Incident", path: "incidents" },
  monitor: { kind: "Monitor", path: "monitors" },
  page: { kind: "Page", path: "pages" },
  customer: { kind: "Customer", path: "customers" },
  contract: { kind: "Contract", path: "contracts" },
};

/** What the command palette finds; to strangers the organization does not exist. */
export async function GET(request: NextRequest, context: { params: Promise<{ organization: string }> }) {
  const { organization } = await context.params;
  const { member } = await identify(organization);
  if (!member) return Response.json({ found: [] }, { status: 404 });
  const text = request.nextUrl.searchParams.get("q")?.replaceAll("\0", "").trim() ?? "";
  const objects = text === "" ? [] : await searchObjects(member.scope, text, Date.now());
  const found = objects.map(({ type, id, name }): Opened => {
    const { kind, path } = places[type];
    return { key: id, label: name, kind, href: `/${organization}/${path}/${id}` };
  });
  return Response.json({ found }, { headers: { "cache-control": "no-store" } });
}
