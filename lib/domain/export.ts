import { type ChainReport, verifyChain } from "./chain";
import type { Checkpoint, LeafProof } from "./checkpoint";
import { type CountLink, follows } from "./count-chain";
import { anchorFault, type Bad, bad, type ExportFile, looseFault } from "./export-anchor";
import { type ExportHeader, type ExportLine, formatLine, parseLine } from "./export-line";
import type { LedgerEntry } from "./ledger";

export type ExportInput = {
  organizationId: string;
  /** Hex; the key or keys that signed the checkpoints. */
  publicKeys: readonly string[];
  /** In ascending seq, each with the proofs of the exported chains it knows, in ascending leaf index. */
  checkpoints: readonly { checkpoint: Checkpoint; proofs: readonly LeafProof[] }[];
  /** In ascending component id, whole and in seq order. */
  chains: readonly { componentId: string; entries: readonly LedgerEntry[] }[];
};

/**
 * The NDJSON lines of an export, without newlines: header, public keys, checkpoints each followed by the exported
 * chains' own leaves, then the entries. What anchors the tail comes first, so that a cut file still holds it.
 */
export function* exportLines(input: ExportInput): Generator<string> {
  const { organizationId, checkpoints, chains } = input;
  const publicKeys = [...new Set(input.publicKeys)].sort();
  const header: ExportHeader = {
    organizationId,
    chains: chains.map(({ componentId, entries }) => ({
      componentId,
      entries: entries.length,
      headHash: entries.at(-1)?.hash ?? null,
    })),
    counts: [],
    publicKeys: publicKeys.length,
    checkpoints: checkpoints.length,
    leaves: checkpoints.reduce((sum, { proofs }) => sum + proofs.length, 0),
  };
  yield formatLine({ type: "export", header });
  for (const publicKey of publicKeys) yield formatLine({ type: "public_key", publicKey });
  for (const { checkpoint, proofs } of checkpoints) {
    yield formatLine({ type: "checkpoint", checkpoint });
    for (const proof of proofs) yield formatLine({ type: "leaf", checkpointSeq: checkpoint.seq, proof });
  }
  for (const { entries } of chains) for (const entry of entries) yield formatLine({ type: "entry", entry });
}

/** One chain found good; `anchoredSeq` is how far the newest checkpoint of the file vouches for it. */
type VerifiedChain = {
  componentId: string;
  entries: number;
  headHash: string | null;
  anchoredSeq: number | null;
};

/**
 * `bad` names the chain and its first bad seq; both are null when the fault lies in the lines around the chains.
 * `unreadable`: the text is no export at all. The public keys are those of the file: whoever checks compares them
 * with the keys the organization publishes.
 */
export type ExportReport =
  | {
      status: "good";
      organizationId: string;
      chains: VerifiedChain[];
      checkpoints: number;
      publicKeys: string[];
      message: string;
    }
  | Bad
  | { status: "unreadable"; message: string };

/**
 * Checks an export with nothing but itself (RULES R5.3): every line byte for byte, every chain, every checkpoint's
 * signature and link, and every chain's heads against the checkpoints.
 */
export function verifyExport(text: string): ExportReport {
  const texts = text.split("\n");
  if (texts.at(-1) === "") texts.pop();
  const first = parseLine(texts[0] ?? "");
  if (first?.type !== "export") {
    const isExport = texts.some((line) => parseLine(line) !== null);
    if (isExport) return bad("The first line is not the export's header as it was written.");
    return { status: "unreadable", message: "This is not a ledger export." };
  }
  const file = readFile(first.header, texts.slice(1));
  const fault = chainFault(file) ?? file.brokenLine ?? frameFault(file) ?? anchorFault(file);
  return fault ?? looseFault(file) ?? goodReport(file);
}

const orderOfTypes: Record<ExportLine["type"], number> = {
  export: 0,
  public_key: 1,
  checkpoint: 2,
  leaf: 2,
  entry: 3,
  count: 4,
};

function readFile(header: ExportHeader, texts: readonly string[]): ExportFile {
  const chains = new Map(header.chains.map(({ componentId }) => [componentId, [] as LedgerEntry[]]));
  const counts = new Map(header.counts.map(({ componentId }) => [componentId, [] as CountLink[]]));
  const lists = { publicKeys: [], checkpoints: [], leaves: [] };
  const file: ExportFile = { header, ...lists, chains, counts, brokenLine: null };
  let stage = 1;
  for (const [index, text] of texts.entries()) {
    const line = parseLine(text);
    if (line === null || orderOfTypes[line.type] < stage || !take(file, line)) {
      file.brokenLine = brokenLine(file, line, index + 2);
      return file;
    }
    stage = orderOfTypes[line.type];
  }
  return file;
}

/** Files a line under its kind; false when it does not belong where it stands. */
function take(file: ExportFile, line: ExportLine): boolean {
  switch (line.type) {
    case "export":
      return false;
    case "public_key":
      if ((file.publicKeys.at(-1) ?? "") >= line.publicKey) return false;
      file.publicKeys.push(line.publicKey);
      return true;
    case "checkpoint":
      if ((file.checkpoints.at(-1)?.seq ?? 0) >= line.checkpoint.seq) return false;
      file.checkpoints.push(line.checkpoint);
      return true;
    case "leaf": {
      const last = file.leaves.at(-1);
      const isSibling = last?.checkpointSeq === line.checkpointSeq;
      if (isSibling && last.proof.leafIndex >= line.proof.leafIndex) return false;
      if (file.checkpoints.at(-1)?.seq !== line.checkpointSeq) return false;
      file.leaves.push(line);
      return true;
    }
    case "count": {
      const chain = file.counts.get(line.link.componentId);
      if (chain === undefined || !follows(line.link, chain.at(-1) ?? null)) return false;
      chain.push(line.link);
      return line.link.organizationId === file.header.organizationId;
    }
    case "entry": {
      const laterIsBegun = componentsAfter(file, line.entry.componentId).some(
        (id) => (file.chains.get(id)?.length ?? 0) > 0,
      );
      const chain = file.chains.get(line.entry.componentId);
      if (chain === undefined || laterIsBegun) return false;
      chain.push(line.entry);
      return true;
    }
  }
}

function componentsAfter(file: ExportFile, componentId: string): string[] {
  const ids = [...file.chains.keys()];
  return ids.slice(ids.indexOf(componentId) + 1);
}

function brokenLine(file: ExportFile, line: ExportLine | null, lineNumber: number): Bad {
  if (line?.type === "entry") {
    const { componentId, seq } = line.entry;
    return bad(`Line ${lineNumber}: entry ${seq} of ${componentId} does not belong here.`, componentId, seq);
  }
  const { publicKeys, checkpoints, leaves } = file.header;
  const isAmongEntries = lineNumber > 1 + publicKeys + checkpoints + leaves;
  const awaited = isAmongEntries ? awaitedEntry(file) : null;
  if (awaited === null) return bad(`Line ${lineNumber} is not as it was written.`);
  const { componentId, seq } = awaited;
  return bad(
    `Line ${lineNumber}, entry ${seq} of ${componentId}, is not as it was written.`,
    componentId,
    seq,
  );
}

/** The entry that the header lets come next. */
function awaitedEntry({ header, chains }: ExportFile): { componentId: string; seq: number } | null {
  const chain = header.chains.find(
    ({ componentId, entries }) => (chains.get(componentId)?.length ?? 0) < entries,
  );
  if (chain === undefined) return null;
  return { componentId: chain.componentId, seq: (chains.get(chain.componentId)?.length ?? 0) + 1 };
}

const faultWords: Record<NonNullable<ChainReport["fault"]>, string> = {
  changed: "was changed",
  missing: "is missing",
  added: "was added",
  reordered: "is out of order",
};

/** The first chain whose entries do not follow from each other. */
function chainFault({ chains, header }: ExportFile): Bad | null {
  for (const [componentId, entries] of chains) {
    const report = verifyChain(entries);
    const isForeign = entries.some((entry) => entry.organizationId !== header.organizationId);
    if (report.ok && !isForeign) continue;
    const seq = report.firstBadSeq ?? 1;
    return bad(`Entry ${seq} of ${componentId} ${faultWords[report.fault ?? "changed"]}.`, componentId, seq);
  }
  return null;
}

/** What the header promised and the file does not hold, or holds too much of. */
function frameFault({ header, chains, counts, checkpoints, leaves, publicKeys }: ExportFile): Bad | null {
  for (const { componentId, entries, headHash } of header.chains) {
    const found = chains.get(componentId) ?? [];
    const seq = Math.min(found.length, entries) + 1;
    if (found.length < entries) return bad(`Entry ${seq} of ${componentId} is missing.`, componentId, seq);
    if (found.length > entries) return bad(`Entry ${seq} of ${componentId} was added.`, componentId, seq);
    if ((found.at(-1)?.hash ?? null) !== headHash) {
      return bad(`The header names another head of ${componentId}.`, componentId, Math.max(entries, 1));
    }
  }
  for (const { componentId, entries, headHash } of header.counts) {
    const found = counts.get(componentId) ?? [];
    if (found.length !== entries || (found.at(-1)?.hash ?? null) !== headHash)
      return bad(
        `A report of counts of ${componentId} is missing or was added.`,
        componentId,
        found.length + 1,
      );
  }
  if (publicKeys.length !== header.publicKeys) return bad("A public key is missing or was added.");
  if (checkpoints.length !== header.checkpoints) return bad("A checkpoint is missing or was added.");
  if (leaves.length !== header.leaves) return bad("A leaf is missing or was added.");
  const isSigned = checkpoints.every((checkpoint) => publicKeys.includes(checkpoint.publicKey));
  return isSigned ? null : bad("A checkpoint is signed with a key that the file does not name.");
}

function goodReport({ header, chains, counts, leaves, checkpoints, publicKeys }: ExportFile): ExportReport {
  const verified = header.chains.map(({ componentId, entries, headHash }) => {
    const anchors = leaves.filter(({ proof }) => proof.componentId === componentId);
    const anchoredSeq = anchors.length === 0 ? null : Math.max(...anchors.map(({ proof }) => proof.seq));
    return { componentId, entries, headHash, anchoredSeq };
  });
  const count = [...chains.values()].reduce((sum, entries) => sum + entries.length, 0);
  const reports = [...counts.values()].reduce((sum, links) => sum + links.length, 0);
  const counted = reports === 0 ? "" : `, and ${reports} ${reports === 1 ? "report" : "reports"} of counts`;
  return {
    status: "good",
    organizationId: header.organizationId,
    chains: verified,
    checkpoints: checkpoints.length,
    publicKeys,
    message: asWritten(count, verified.length, counted),
  };
}

/** "7 entries in 2 ledgers are as they were written." */
export function asWritten(entries: number, ledgers: number, besides = ""): string {
  const [said, are] =
    entries === 1 && besides === "" ? ["entry", "is as it was"] : ["entries", "are as they were"];
  return `${entries} ${said} in ${ledgers} ${ledgers === 1 ? "ledger" : "ledgers"}${besides} ${are} written.`;
}
