import { memberScope } from "@/lib/auth/scope";
import { closeInBulk } from "@/lib/operations/bulk-closing";

// Run as a process of its own, so that it can be killed: one close of everything an organization has ready.

const [organizationId = "", now = ""] = process.argv.slice(2);
process.on("disconnect", () => process.exit(0));
process.send?.("up");
const scope = memberScope(organizationId, "usr_1", "owner");
process.send?.(await closeInBulk(scope, { filter: {}, dry_run: false }, Number(now)));
process.exit(0);
