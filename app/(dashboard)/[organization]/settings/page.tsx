import { redirect } from "next/navigation";
import { memberPage } from "@/app/_server/page";

type Props = { params: Promise<{ organization: string }> };

/** The first view of the settings that the role may use. */
export default async function SettingsPage({ params }: Props): Promise<never> {
  const { scope, organization } = await memberPage(params);
  redirect(`/${organization.slug}/settings/${scope.grants.has("admin") ? "members" : "organization"}`);
}
