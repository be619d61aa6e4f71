import { evaluate } from "@/lib/domain/sla/evaluate";
import { presentEvaluation, resultSchema } from "@/lib/domain/sla/result";
import { vectorSchema } from "@/lib/domain/sla/vector";
import { route } from "../route";

export const slaRoutes = [
  route({
    method: "POST",
    path: "/sla/evaluate",
    tag: "SLA",
    summary: "What one period of a contract comes to, from the rows given; nothing is read or kept",
    grant: "finance",
    body: vectorSchema,
    answer: resultSchema,
    status: 200,
    async run({ body }) {
      return { body: presentEvaluation(evaluate(body)) };
    },
  }),
];
