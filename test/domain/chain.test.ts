import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalEntry } from "@/lib/domain/canonical";
import { decideAppend, headOf, sealEntry, verifyChain } from "@/lib/domain/chain";
import { AppError } from "@/lib/domain/errors";
import { hashReason, sha256Hex } from "@/lib/domain/hash";
import type { EntryDraft, EntryFields, LedgerEntry } from "@/lib/domain/ledger";
import vectors from "../fixtures/ledger-vectors.json";
import { anyChain, base, chainOf, reasonHash } from "./ledger-rig";

const monitor = { type: "monitor", id: "mon_1" } as const;
const word = { kind: "observation", source: monitor, state: "operational" } as const;
const chain = chainOf([1, 2, 3, 4, 5, 6].map((t) => ({ ...word, recordedAt: t, effectiveFrom: t })));
const someChain = anyChain.filter((entries) => entries.length > 1);

/** One byte of one text becomes another. */
function flip(text: string, pick: number): string {
  const at = pick % text.length;
  const other = text[at] === "0" ? "1" : "0";
  return text.slice(0, at) + other + text.slice(at + 1);
}

/** Every column, changed to something it was not. */
function tampered(entry: LedgerEntry): LedgerEntry[] {
  return [
    { ...entry, organizationId: "org_2" },
    { ...entry, componentId: "cmp_2" },
    { ...entry, seq: entry.seq + 1 },
    { ...entry, recordedAt: entry.recordedAt + 1 },
    { ...entry, recordedAt: Number.NaN },
    { ...entry, kind: entry.kind === "import" ? "revision" : "import" },
    { ...entry, source: { ...entry.source, id: `${entry.source.id}x` } },
    { ...entry, source: { ...entry.source, type: entry.source.type === "import" ? "person" : "import" } },
    { ...entry, state: entry.state === null ? "operational" : null },
    { ...entry, effectiveFrom: entry.effectiveFrom - 1 },
    { ...entry, effectiveTo: (entry.effectiveTo ?? 50) + 1 },
    { ...entry, cause: "other" },
    { ...entry, affectedRatio: "0.125" },
    { ...entry, supersedes: (entry.supersedes ?? 0) + 1 },
    { ...entry, reasonHash: entry.reasonHash === null ? reasonHash : null },
    { ...entry, actor: "user:usr_9" },
    { ...entry, evidence: [] },
    { ...entry, announcedAt: (entry.announcedAt ?? 0) + 1 },
    { ...entry, plannedFrom: (entry.plannedFrom ?? 0) + 1 },
    { ...entry, plannedTo: (entry.plannedTo ?? 0) + 1 },
    { ...entry, definition: entry.definition === null ? { rule: "any", of: ["cmp_a"] } : null },
  ];
}

describe("canonical bytes", () => {
  it("R5.1 frozen vectors: the same fields give the same text and hash for ever", () => {
    for (const { fields, canonical, hash } of vectors.entries) {
      expect(canonicalEntry(fields as EntryFields)).toBe(canonical);
      expect(sha256Hex(canonical)).toBe(hash);
    }
    const { salt, text, hash } = vectors.reason;
    expect(hashReason(Buffer.from(salt, "hex"), text)).toBe(hash);
  });

  it("R5.1 frozen vectors: the drafts seal to exactly that chain", () => {
    const drafts = vectors.entries.map(({ draft }) => draft as EntryDraft);
    let head: LedgerEntry | null = null;
    for (const [index, draft] of drafts.entries()) {
      const entry: LedgerEntry = sealEntry(draft, head === null ? null : headOf(head));
      expect(entry.canonical).toBe(vectors.entries[index]?.canonical);
      expect(entry.hash).toBe(vectors.entries[index]?.hash);
      head = entry;
    }
  });

  it("R5.1 leaves out what does not apply, and writes no null", () => {
    fc.assert(
      fc.property(someChain, (entries) => {
        for (const { canonical } of entries) {
          expect(canonical).not.toContain("null");
          expect(canonical).not.toContain('"hash"');
        }
      }),
    );
  });
});

describe("verifyChain", () => {
  it("R5.3 finds every chain good that was sealed, in one go or in parts", () => {
    fc.assert(
      fc.property(someChain, fc.nat(), (entries, pick) => {
        const last = entries.at(-1);
        expect(verifyChain(entries)).toEqual({
          ...{ ok: true, entries: entries.length, firstBadSeq: null, fault: null },
          head: last && headOf(last),
        });
        const middle = pick % entries.length;
        const first = verifyChain(entries.slice(0, middle));
        expect(verifyChain(entries.slice(middle), first.head).ok).toBe(true);
      }),
    );
  });

  it("R5.3 finds any column changed, and names the entry", () => {
    fc.assert(
      fc.property(someChain, fc.nat(), (entries, pick) => {
        const at = pick % entries.length;
        for (const entry of entries.slice(at, at + 1).flatMap(tampered)) {
          expect(verifyChain(entries.with(at, entry))).toMatchObject({ ok: false, firstBadSeq: at + 1 });
        }
      }),
    );
  });

  it("R5.3 finds any byte of the canonical text, the hash or the link changed", () => {
    fc.assert(
      fc.property(
        someChain,
        fc.nat(),
        fc.nat(),
        fc.constantFrom("canonical", "hash", "prevHash"),
        (entries, pick, byte, column) => {
          const at = pick % entries.length;
          const broken = entries.map((entry, index) =>
            index === at ? { ...entry, [column]: flip(entry[column], byte) } : entry,
          );
          expect(verifyChain(broken)).toMatchObject({ ok: false, firstBadSeq: at + 1, fault: "changed" });
        },
      ),
    );
  });

  it("R5.3 finds an entry rewritten together with its hash, at the next link", () => {
    const [first, second, third] = chain;
    if (!first || !second || !third) throw new Error("the chain is shorter than the test");
    const forged = sealEntry({ ...base, ...word, recordedAt: 2, effectiveFrom: 1 }, headOf(first));
    expect(verifyChain([first, forged, third])).toMatchObject({
      ok: false,
      firstBadSeq: 3,
      fault: "changed",
    });
  });

  it("R1.3 refuses a chain whose recorded times run back", () => {
    const first = sealEntry({ ...base, ...word, recordedAt: 9, effectiveFrom: 1 }, null);
    const back = sealEntry(
      { ...base, ...word, recordedAt: 8, effectiveFrom: 2 },
      { ...headOf(first), recordedAt: 0 },
    );
    expect(verifyChain([first, back])).toMatchObject({ ok: false, firstBadSeq: 2 });
  });

  it("R5.3 finds a missing, an added and a reordered entry", () => {
    const [a, b, c, d, e, f] = chain;
    if (!a || !b || !c || !d || !e || !f) throw new Error("the chain is shorter than the test");
    expect(verifyChain([a, b, d, e, f])).toMatchObject({ firstBadSeq: 3, fault: "missing", entries: 2 });
    expect(verifyChain([b, c])).toMatchObject({ firstBadSeq: 1, fault: "missing" });
    expect(verifyChain([a, b, b, c])).toMatchObject({ firstBadSeq: 2, fault: "added" });
    expect(verifyChain([a, c, b, d])).toMatchObject({ firstBadSeq: 2, fault: "reordered" });
  });

  it("R5.3 finds any deletion but that of the tail, any insertion and any swap", () => {
    fc.assert(
      fc.property(someChain, fc.nat(), fc.nat(), (entries, one, two) => {
        const at = one % (entries.length - 1);
        const other = two % entries.length;
        expect(verifyChain(entries.toSpliced(at, 1))).toMatchObject({ ok: false, firstBadSeq: at + 1 });
        const copy = entries[other];
        if (copy === undefined) return;
        expect(verifyChain(entries.toSpliced(at, 0, copy)).ok).toBe(false);
        const swapped = entries.map((entry, index) =>
          index === at ? copy : index === other ? (entries[at] ?? entry) : entry,
        );
        expect(verifyChain(swapped).ok).toBe(at === other);
      }),
    );
  });
});

describe("decideAppend", () => {
  const first = sealEntry({ ...base, ...word, recordedAt: 100, effectiveFrom: 50 }, null);
  const after = { head: headOf(first), sourceFrom: 50 };

  it("R1.2 refuses an open word that starts before its source's latest, and takes the bounded one", () => {
    const late = { ...base, ...word, recordedAt: 110, effectiveFrom: 49 };
    expect(decideAppend(after, late)).toEqual({ outcome: "late", sourceFrom: 50 });
    expect(decideAppend(after, { ...late, effectiveFrom: 50 })).toMatchObject({ outcome: "append" });
    const bounded = { ...late, kind: "revision", effectiveTo: 50 } as const;
    expect(decideAppend(after, bounded)).toMatchObject({ outcome: "append", entry: { seq: 2 } });
  });

  it("R1.3 never records before the head, whatever the clock says", () => {
    const back = decideAppend(after, { ...base, ...word, recordedAt: 90, effectiveFrom: 60 });
    expect(back).toMatchObject({ entry: { recordedAt: 100, prevHash: first.hash } });
  });

  it("R1.5 makes a definition effective when it is recorded", () => {
    const source = { type: "definition", id: "cmp_1" } as const;
    const draft = {
      ...base,
      kind: "definition",
      source,
      definition: { rule: "all", of: ["cmp_2"] },
    } as const;
    expect(decideAppend(after, { ...draft, recordedAt: 70 })).toMatchObject({
      entry: { effectiveFrom: 100 },
    });
  });

  it.each([
    ["an end before its start", { state: "unknown" as const, effectiveTo: 10 }],
    ["nothing to correct", {}],
    ["a ratio above one", { affectedRatio: "1.5" }],
    ["a cause that is free text", { cause: "It was John" }],
    ["an entry that does not exist", { state: "unknown" as const, supersedes: 2 }],
  ])("refuses a correction with %s", (_, said) => {
    const source = { type: "person", id: "cor_1" } as const;
    const correction = { ...base, kind: "correction", source, reasonHash, effectiveFrom: 10 } as const;
    expect(() => decideAppend(after, { ...correction, effectiveTo: 20, ...said })).toThrow(AppError);
  });
});
