import { z } from "zod";
import { formatInstant } from "@/lib/domain/time";
import type { ChainFinding } from "@/lib/domain/verify-finding";
import { exportLedger } from "@/lib/operations/export";
import { type VerifyView, verifyLedger } from "@/lib/operations/verify";
import { ndjsonStream } from "../ndjson";
import { instant } from "../present";
import { route } from "../route";

const oneComponent = z.strictObject({ component_id: z.string().max(100).optional() });

const chain = z.object({
  id: z.string(),
  entries: z.int().meta({ description: "Found good, from the first on." }),
  head: z.object({ seq: z.int(), hash: z.string() }).nullable(),
  first_bad_seq: z.int().nullable(),
  finding: z.string().nullable(),
});

function presentChain({
  componentId,
  entries,
  head,
  firstBadSeq,
  finding,
}: ChainFinding): z.input<typeof chain> {
  return { id: componentId, entries, head, first_bad_seq: firstBadSeq, finding };
}

const verified = z
  .object({
    ok: z.boolean(),
    components: z.array(chain),
    counts: z.array(chain).meta({ description: "Chains of request counts." }),
    checkpoint: z
      .object({
        seq: z.int(),
        recorded_at: instant,
        root: z.string(),
        public_key: z.string(),
        is_own_key: z.boolean(),
        finding: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: "LedgerVerified" });

function present({ ok, components, counts, checkpoint }: VerifyView): z.input<typeof verified> {
  return {
    ok,
    components: components.map(presentChain),
    counts: counts.map(presentChain),
    checkpoint: checkpoint && {
      seq: checkpoint.seq,
      recorded_at: formatInstant(checkpoint.recordedAt),
      root: checkpoint.root,
      public_key: checkpoint.publicKey,
      is_own_key: checkpoint.isOwnKey,
      finding: checkpoint.finding,
    },
  };
}

const facts = { tag: "Ledger", method: "GET", grant: "read", status: 200 } as const;

export const ledgerProofRoutes = [
  route({
    ...facts,
    path: "/ledger/verify",
    summary: "Verify every chain, or one, against all that was kept of it",
    query: oneComponent,
    answer: verified,
    async run({ scope, query, now }) {
      return { body: present(await verifyLedger(scope, query, now)) };
    },
  }),
  route({
    ...facts,
    path: "/ledger/export.ndjson",
    summary: "Entries, checkpoints and the public key, to be verified with no server",
    query: oneComponent,
    contentType: "application/x-ndjson",
    async run({ scope, query, now }) {
      const ids = query.component_id === undefined ? [] : [query.component_id];
      return { stream: ndjsonStream(await exportLedger(scope, ids, now)) };
    },
  }),
];
