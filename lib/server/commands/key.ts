import { inGlobal } from "@/db/client";
import { findOrganizationBySlug } from "@/db/queries/organization";
import { systemScope } from "@/lib/auth/scope";
import { createApiKeyInput } from "@/lib/domain/api-key";
import { notFound } from "@/lib/domain/errors";
import { createApiKey } from "@/lib/operations/api-keys";
import { type Command, checked } from "./command";

export const keyCreateCommand: Command = {
  summary: "Make an API key of an organization; the last line is the key, told only once.",
  usage: "--org SLUG --scopes read,write[,finance,admin,probe] [--name NAME]",
  options: { org: { type: "string" }, scopes: { type: "string" }, name: { type: "string" } },
  database: () => true,
  async run(input) {
    const slug = input.needed("org");
    const scopes = input
      .needed("scopes")
      .split(",")
      .map((scope) => scope.trim());
    const wanted = checked(createApiKeyInput, { name: input.text("name") ?? "Command line", scopes });
    const organization = await inGlobal((tx) => findOrganizationBySlug(tx, slug));
    if (!organization) throw notFound(`organization "${slug}"`);
    const key = await createApiKey(systemScope(organization.id, "command"), wanted, Date.now());
    console.log(`Key ${key.id} of ${slug} with ${key.scopes.join(", ")}:`);
    console.log(key.token);
    return 0;
  },
};
