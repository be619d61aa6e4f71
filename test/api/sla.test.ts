import { beforeAll, describe, expect, it } from "vitest";
import { plainVector, row } from "../domain/sla/rig";
import { type Client, clientOf, complaints, newTenant } from "./client";

let client: Client;
let organizationId: string;

beforeAll(async () => {
  ({ client, organizationId } = await newTenant("sla"));
});

const evaluate = (body: unknown, by = client) => by.post("/sla/evaluate", body);

describe("POST /sla/evaluate", () => {
  it("answers a vector with its result and keeps nothing", async () => {
    const reply = await evaluate(plainVector({ ledger: [row("03T10:00", "03T11:00")] }));
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({
      period_start: "2025-06-01T00:00:00Z",
      period_end: "2025-07-01T00:00:00Z",
      period_seconds: 2_592_000,
      active_seconds: 2_592_000,
      out_of_hours_seconds: 0,
      excluded_seconds: 0,
      unknown_seconds: 0,
      counted_seconds: 2_592_000,
      downtime_seconds: 3_600,
      downtime_exact: "3600/1",
      uptime_ratio: "719/720",
      uptime_percent: "99.861111",
      compared_percent: "99.861111",
      data_sufficient: true,
      breached: true,
      tier: "T1",
      credit_percent: "10.000000",
      credit_exact_minor: "10000/1",
      credit_minor: 10_000,
      credit_days: 0,
      carried_forward_minor: 0,
      tax_minor: null,
      gross_minor: null,
      claim: { deadline: null, status: "not_required", payable_minor: 10_000 },
      adjustment: null,
      segments: null,
      ops: {
        incidents: 1,
        longest_outage_seconds: 3_600,
        outage_wall_seconds: 3_600,
        mttr_seconds: "3600/1",
        mttf_seconds: "2588400/1",
        mtbf_seconds: "2592000/1",
        error_budget_seconds: "2592/1",
        error_budget_consumed: "25/18",
      },
    });
  });

  it("takes instants with milliseconds: seconds are truncated, exact values are not", async () => {
    const ledger = [{ ...row("03T10:00", null), to: "2025-06-03T10:00:01.999Z" }];
    const reply = await evaluate(plainVector({ ledger }));
    expect(reply.json).toMatchObject({ downtime_seconds: 1, downtime_exact: "1999/1000" });
    expect(reply.json.ops).toMatchObject({ longest_outage_seconds: 1, mttr_seconds: "1999/1000" });
  });

  it("refuses a wrong vector with 400 and the dotted path of the field", async () => {
    const wrong = plainVector({ fees: { currency: "EURO", amount_minor: 1 } });
    const reply = await evaluate(wrong);
    expect([reply.status, complaints(reply)]).toEqual([400, ["fees.currency"]]);
    const early = await evaluate(plainVector({}, { starts_at: "2026-01-01T00:00:00Z" }));
    expect([early.status, complaints(early)]).toEqual([400, ["period"]]);
    expect(early.json.detail).toBe("period ends before the contract starts.");
    const endless = await evaluate(plainVector({ fees: { currency: "USD", amount_minor: 1e30 } }));
    expect(complaints(endless)).toEqual(["fees.amount_minor"]);
  });

  it("is finance's alone: read, write and admin keys without it get 403", async () => {
    for (const grant of ["read", "write", "admin"] as const)
      expect((await evaluate(plainVector(), await clientOf(organizationId, [grant]))).status).toBe(403);
    expect((await evaluate(plainVector(), await clientOf(organizationId, ["finance"]))).status).toBe(200);
  });
});
