import { closeDatabase, inGlobal } from "@/db/client";
import { findAddress } from "@/db/queries/page";
import { systemScope } from "@/lib/auth/scope";
import { provingText } from "@/lib/domain/page-domain";
import { env, extendEnv } from "@/lib/env";
import { recordDomainEvidence } from "@/lib/operations/page-domains";
import { anyDatabase } from "@/lib/server/database";
import { keptSecrets } from "@/lib/server/secrets";

// `prove-domain.ts SLUG`: takes for found what the owner of a page's domain would have set in DNS.

const database = await anyDatabase();
extendEnv({ ...keptSecrets(env().dataDir, env()), ...database.environment });
const page = await inGlobal((tx) => findAddress(tx, `slug:${process.argv[2]}`));
if (!page) throw new Error("There is no page at this slug.");
const scope = systemScope(page.organizationId, "test");
const evidence = { texts: [provingText(page.pageId)], pointsHere: true };
await recordDomainEvidence(scope, page.pageId, evidence, Date.now());
await closeDatabase();
await database.close();
process.exit(0);
