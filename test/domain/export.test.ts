import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verifyExport } from "@/lib/domain/export";
import { chainFor, exported } from "./export-rig";
import { anyChain, chainOf } from "./ledger-rig";

const a = chainFor("cmp_a", 4);
const b = chainFor("cmp_b", 3);
const file = exported([a, b], [2, 3]);
const lines = file.trimEnd().split("\n");
const textOf = (each: readonly string[]) => `${each.join("\n")}\n`;
const lineOf = (componentId: string, seq: number) =>
  lines.findIndex(
    (line) => line.startsWith('{"type":"entry"') && line.includes(`"${componentId}","seq":${seq},`),
  );

describe("verifyExport", () => {
  it("R5.3 finds an untouched export good, and says how far checkpoints vouch", () => {
    expect(verifyExport(file)).toMatchObject({
      ...{ status: "good", organizationId: "org_1", checkpoints: 2 },
      chains: [
        { componentId: "cmp_a", entries: 4, anchoredSeq: 3 },
        { componentId: "cmp_b", entries: 3, anchoredSeq: 3 },
      ],
    });
  });

  it("R5.3 reads back every kind of entry", () => {
    fc.assert(
      fc.property(anyChain, (entries) => {
        expect(verifyExport(exported([entries], [2])).status).toBe("good");
      }),
      { numRuns: 50 },
    );
  });

  it("R5.3 finds an export bad that nothing signed vouches for, however whole its lines are", () => {
    expect(verifyExport(exported([a, b], []))).toMatchObject({
      ...{ status: "bad", componentId: "cmp_a", firstBadSeq: 1 },
      message: "No checkpoint in this file vouches for cmp_a: nothing of it is signed.",
    });
    const onlyOnce = exported([a, b], [2]).trimEnd().split("\n");
    expect(verifyExport(textOf(onlyOnce)).status).toBe("good");
    const stripped = onlyOnce
      .filter((line) => !(line.startsWith('{"type":"leaf"') && line.includes("cmp_b")))
      .map((line) => line.replace('"leaves":2', '"leaves":1'));
    expect(verifyExport(textOf(stripped))).toMatchObject({ status: "bad", componentId: "cmp_b" });
  });

  it("R5.3 finds every byte of the file changed, and names the entry when it lies in one", () => {
    const at = fc.nat({ max: file.length - 2 });
    fc.assert(
      fc.property(at, fc.constantFrom("0", "x", '"', " ", "\n"), (index, byte) => {
        fc.pre(file[index] !== byte);
        const report = verifyExport(file.slice(0, index) + byte + file.slice(index + 1));
        expect(report.status).toBe("bad");
        const entry = lines[file.slice(0, index).split("\n").length - 1] ?? "";
        const own = /^\{"type":"entry".*?"component_id":"(\w+)","seq":(\d+),/.exec(entry);
        if (own === null || report.status !== "bad" || file[index] === "\n") return;
        expect(report).toMatchObject({ componentId: own[1], firstBadSeq: Number(own[2]) });
      }),
      { numRuns: 800 },
    );
  });

  it("R5.3 finds every line missing, doubled or swapped with its neighbour", () => {
    for (let index = 0; index < lines.length; index += 1) {
      const line = lines[index] ?? "";
      expect(verifyExport(textOf(lines.toSpliced(index, 1))).status).toBe("bad");
      expect(verifyExport(textOf(lines.toSpliced(index, 0, line))).status).toBe("bad");
      const next = lines[index + 1];
      if (next === undefined) continue;
      expect(verifyExport(textOf(lines.toSpliced(index, 2, next, line))).status).toBe("bad");
    }
  });

  it("R5.3 names the missing, the doubled and the swapped entry", () => {
    const third = lineOf("cmp_a", 3);
    const line = lines[third] ?? "";
    const first = { status: "bad", componentId: "cmp_a", firstBadSeq: 3 };
    expect(verifyExport(textOf(lines.toSpliced(third, 1)))).toMatchObject(first);
    expect(verifyExport(textOf(lines.toSpliced(third, 0, line)))).toMatchObject(first);
    expect(verifyExport(textOf(lines.toSpliced(third, 2, lines[third + 1] ?? "", line)))).toMatchObject(
      first,
    );
    const last = lineOf("cmp_b", 3);
    const tail = { status: "bad", componentId: "cmp_b", firstBadSeq: 3 };
    expect(verifyExport(textOf(lines.toSpliced(last, 1)))).toMatchObject(tail);
  });

  it("R5.3 finds a tail cut off together with its mention in the header, against the checkpoint", () => {
    const header = JSON.parse(lines[0] ?? "");
    header.chains[0] = { component_id: "cmp_a", entries: 2, head_hash: a[1]?.hash };
    const cut = lines
      .filter((_, index) => index !== lineOf("cmp_a", 3) && index !== lineOf("cmp_a", 4))
      .with(0, JSON.stringify(header));
    const found = { status: "bad", componentId: "cmp_a", firstBadSeq: 3 };
    expect(verifyExport(textOf(cut))).toMatchObject(found);
  });

  it("R5.3 finds a chain that was written anew from the first entry on, against the checkpoint", () => {
    const anew = chainOf(
      a.map((entry) => ({
        ...{ kind: "observation" as const, source: { type: "monitor" as const, id: "mon_1" } },
        ...{ componentId: "cmp_a", state: "operational" as const },
        ...{ recordedAt: entry.recordedAt, effectiveFrom: entry.effectiveFrom },
      })),
    );
    const forged = exported([anew, b], [2, 3]).trimEnd().split("\n");
    const mixed = [forged[0] ?? "", ...lines.slice(1, 8), ...forged.slice(8)];
    const found = { status: "bad", componentId: "cmp_a", firstBadSeq: 2 };
    expect(verifyExport(textOf(mixed))).toMatchObject(found);
  });

  it.each([
    ["", "an empty file"],
    ["{}\n", "other JSON"],
    ["seq,hash\n1,ab\n", "a table"],
  ])("R5.3 calls %j unreadable: %s", (text) => {
    expect(verifyExport(text).status).toBe("unreadable");
  });
});
