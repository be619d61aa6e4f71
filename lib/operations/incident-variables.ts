import { inTenant } from "@/db/client";
import { listComponentNames } from "@/db/queries/component";
import { findIncident } from "@/db/queries/incident";
import { ownOrganization } from "@/db/queries/organization";
import { listPublishedPages } from "@/db/queries/page";
import { type TemplateValues, templateValues } from "@/lib/domain/incident-template";
import { permit } from "@/lib/domain/permission";
import type { TenantScope } from "@/lib/domain/scope";
import { spokenInstant } from "@/lib/domain/spoken-time";
import type { Ms } from "@/lib/domain/time";
import { readableAt } from "./page-appearance";

type About = {
  incidentId: string | null;
  componentIds: readonly string[];
  startedAt: Ms | undefined;
  status: string;
  /** Where the public reads: its clock says since when. */
  timezone: string;
};

/** What a template's variables stand for in these words, as stored now. */
export function readTemplateValues(scope: TenantScope, about: About, now: Ms): Promise<TemplateValues> {
  permit(scope, "read");
  return inTenant(scope, async (tx) => {
    const [names, organization, pages, row] = await Promise.all([
      listComponentNames(tx, about.componentIds),
      ownOrganization(tx),
      listPublishedPages(tx),
      about.incidentId === null ? undefined : findIncident(tx, about.incidentId),
    ]);
    const [page] = pages;
    const startedAt = about.startedAt ?? row?.startedAt ?? now;
    return templateValues({
      components: names,
      since: spokenInstant(startedAt, page?.timezone ?? about.timezone, now),
      statusPage: page ? await readableAt(tx, page) : null,
      status: about.status,
      organization: organization?.name ?? "",
    });
  });
}
