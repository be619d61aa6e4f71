import { z } from "zod";
import { countsInput } from "@/lib/domain/count";
import { reportCounts } from "@/lib/operations/counts";
import { route } from "../route";

const reported = z
  .object({
    component_id: z.string(),
    seq: z.int(),
    hash: z.string(),
    entries: z.int(),
    superseded: z.int(),
  })
  .meta({ id: "CountsReported" });

const countsMaxBytes = 8_000_000;

export const countRoutes = [
  route({
    method: "POST",
    path: "/components/{id}/counts",
    tag: "Counts",
    summary: "Report request counts per interval; append-only, a repeat supersedes and needs a reason",
    grant: "write",
    body: countsInput,
    maxBytes: countsMaxBytes,
    answer: reported,
    status: 201,
    async run({ scope, params, body, now }) {
      const view = await reportCounts(scope, { ...body, component_id: params.id }, now);
      const { componentId, ...rest } = view;
      const location = `/ledger/export.ndjson?component_id=${componentId}`;
      return { body: { component_id: componentId, ...rest }, location };
    },
  }),
];
