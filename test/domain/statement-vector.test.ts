import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInput } from "@/lib/domain/complaint";
import { evaluate } from "@/lib/domain/sla/evaluate";
import { termsSchema } from "@/lib/domain/sla/terms";
import { bases, isDown, type State } from "@/lib/domain/state";
import { type Agreement, vectorOf } from "@/lib/domain/statement-vector";
import { foldTree } from "@/lib/domain/tree";
import { workingOf } from "@/lib/domain/working";
import { termsOf } from "../operations/contract-rig";
import { anyChain, gridEnd } from "./ledger-rig";

const maintenance = {
  ...{ exclude: false, notice_seconds: 0, cap_seconds: null, cap_scope: "period" },
  unqualified_state: "operational",
};
const terms = parseInput(termsSchema, termsOf("cmp_1", { maintenance, cause_exclusions: [] }));
const fees = { currency: "EUR", amount_minor: 100 };
const version = { termsVersion: 1, effectiveFrom: 0, terms, fees, createdAt: 0, createdBy: "user:usr_1" };
const to = gridEnd + 4;

const agreement: Omit<Agreement, "basis"> = {
  contractId: "ctr_1",
  timezone: "UTC",
  startsAt: 0,
  endsAt: to,
  suspended: [],
  claims: { required: false },
  amendmentPolicy: "segment",
  partialPeriod: { denominator: "active_only", fee: "full" },
  clawback: "never",
  window: { type: "fixed" },
  versions: [version],
};
const inputs = {
  carriedInMinor: 0,
  capRemainingMinor: null,
  maintenanceUsedBeforeSeconds: 0,
  claimFiledAt: null,
  priorCreditMinor: null,
  invoiceAmountMinor: null,
};

describe("a statement and the timeline", () => {
  it("R4.1 find the same time down and the same time unknown, on every basis, whatever was said", () => {
    fc.assert(
      fc.property(anyChain, fc.constantFrom(...bases), (entries, basis) => {
        const chains = new Map([["cmp_1", entries]]);
        const seen = { chains, headSeqs: new Map([["cmp_1", entries.length]]) };
        const period = { from: 0, to, pick: { from: 0, to } };
        const evidence = { agreement: { ...agreement, basis }, period, inputs, seen, intervals: null };
        const { vector, rows } = vectorOf({ ...evidence, knownAt: 1_000 });
        const evaluation = evaluate(vector);
        const { measured } = evaluation.standing;
        const segments = foldTree({ componentId: "cmp_1", chains, basis, from: 0, to });
        const lasting = (is: (observed: State, state: State) => boolean) =>
          segments
            .filter(({ observed, state }) => is(observed, state))
            .reduce((total, segment) => total + segment.to - segment.from, 0);
        const downMs = lasting(isDown);
        expect(measured.outages.reduce((total, { wallMs }) => total + wallMs, 0)).toBe(downMs);
        const unknownMs = lasting(
          (observed, state) => observed === "unknown" && state !== "under_maintenance",
        );
        expect(measured.unknownMs).toBe(unknownMs);
        const lines = workingOf(vector, rows, evaluation);
        const said = (kind: string) =>
          lines.filter((line) => line.kind === kind).reduce((total, line) => total + line.to - line.from, 0);
        expect([said("downtime"), said("unknown")]).toEqual([downMs, unknownMs]);
      }),
      { numRuns: 500 },
    );
  });
});
