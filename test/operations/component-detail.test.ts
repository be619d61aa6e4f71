import { expect, it } from "vitest";
import { readComponentParts } from "@/lib/operations/component-detail";
import { append, day, newComponent, newScope, says } from "./ledger-rig";

it("says of what a component is made how each part is now, in its order, and nothing of other tenants' parts", async () => {
  const scope = newScope();
  const [api, web, quiet] = [
    await newComponent(scope, "API"),
    await newComponent(scope, "Web"),
    await newComponent(scope, "Quiet"),
  ];
  const foreign = await newComponent(newScope(), "Foreign");
  await append(scope, [says(api, "major_outage", day(1))], day(1));
  await append(scope, [says(web, "operational", day(1))], day(1));
  expect(await readComponentParts(scope, [web, foreign, api, "cmp_none", quiet], day(2))).toEqual([
    { id: web, name: "Web", state: "operational" },
    { id: api, name: "API", state: "major_outage" },
    { id: quiet, name: "Quiet", state: "operational" },
  ]);
});
