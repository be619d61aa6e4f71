import { createSignInLink } from "@/lib/auth/sign-in-link";
import { createOrganizationInput } from "@/lib/domain/organization";
import { createOrganization } from "@/lib/operations/organizations";
import { type Command, checked } from "./command";

export const orgCreateCommand: Command = {
  summary: "Make an organization with its first owner; prints a one-time sign-in link for them.",
  usage: "--slug SLUG --name NAME --owner EMAIL",
  options: { slug: { type: "string" }, name: { type: "string" }, owner: { type: "string" } },
  database: () => true,
  async run(input) {
    const given = { slug: input.needed("slug"), name: input.needed("name"), owner: input.needed("owner") };
    const wanted = checked(createOrganizationInput, given);
    const now = Date.now();
    const organization = await createOrganization(wanted, now);
    console.log(`Organization: ${organization.slug} (${organization.id})`);
    console.log(`Sign in: ${await createSignInLink(wanted.owner, now)}`);
    return 0;
  },
};
