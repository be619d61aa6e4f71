import { memberScope } from "@/lib/auth/scope";
import { closeInBulk } from "@/lib/operations/bulk-closing";
import { issueInBulk } from "@/lib/operations/bulk-issue";

// Run as a process of its own, so that it can be killed: one close of everything an organization has ready, or the
// memos of everything it has approved.

const [organizationId = "", now = "", act = "close"] = process.argv.slice(2);
process.on("disconnect", () => process.exit(0));
process.send?.("up");
const scope = memberScope(organizationId, "usr_1", "owner");
const many = act === "issue" ? issueInBulk : closeInBulk;
process.send?.(await many(scope, { filter: {}, dry_run: false }, Number(now)));
process.exit(0);
