import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { probeBatchMax, probeReportInput } from "@/lib/domain/probe-report";
import type { ReportLine } from "./order";

/** At most this many files of 500 outcomes: some 40 MB. */
const filesMax = 200;
const suffix = ".ndjson";
const line = probeReportInput.shape.outcomes.element;

export type Spooled = { file: string; lines: ReportLine[] };

/**
 * What could not be reported yet, on disk: one NDJSON file per batch, in order, written whole or not at all. Small
 * batches are gathered into the newest file until it is full. Bounded: the oldest file gives way.
 */
export class Spool {
  readonly #folder: string;
  readonly #files: string[];
  #next: number;

  /** Reads what an earlier process left. Throws when the folder cannot be made or read. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folder = folder;
    this.#files = readdirSync(folder)
      .filter((name) => name.endsWith(suffix))
      .sort();
    this.#next = Number.parseInt(this.#files.at(-1) ?? "0", 10) + 1;
  }

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  /** On disk when it returns. Answers how many older outcomes had to give way. */
  append(lines: readonly ReportLine[]): number {
    let rest = [...lines];
    const newest = this.#files.at(-1);
    if (newest !== undefined) {
      const before = this.#read(newest);
      const fits = rest.slice(0, Math.max(0, probeBatchMax - before.length));
      if (fits.length > 0) this.#write(newest, [...before, ...fits]);
      rest = rest.slice(fits.length);
    }
    for (; rest.length > 0; rest = rest.slice(probeBatchMax)) {
      const name = `${String(this.#next).padStart(12, "0")}${suffix}`;
      this.#write(name, rest.slice(0, probeBatchMax));
      this.#files.push(name);
      this.#next += 1;
    }
    return this.#makeRoom();
  }

  /** The oldest batch, or null. It stays until {@link remove}. */
  oldest(): Spooled | null {
    for (let file = this.#files[0]; file !== undefined; file = this.#files[0]) {
      const lines = this.#read(file);
      if (lines.length > 0) return { file, lines };
      this.remove(file);
    }
    return null;
  }

  /** The batch is with the server, or never will be. */
  remove(file: string): void {
    unlinkSync(join(this.#folder, file));
    this.#files.splice(this.#files.indexOf(file), 1);
  }

  /** Keeps the rest of a batch of which the server will never take some. */
  replace(file: string, lines: readonly ReportLine[]): void {
    if (lines.length === 0) this.remove(file);
    else this.#write(file, lines);
  }

  #makeRoom(): number {
    let lost = 0;
    while (this.#files.length > filesMax) {
      const oldest = this.#files[0] ?? "";
      lost += this.#read(oldest).length;
      this.remove(oldest);
    }
    return lost;
  }

  /** A line that a fault of the disk has spoilt is passed over. */
  #read(file: string): ReportLine[] {
    return readFileSync(join(this.#folder, file), "utf8").split("\n").flatMap(parse);
  }

  /** The bytes are on the disk before the name is, and the name before this returns. */
  #write(file: string, lines: readonly ReportLine[]): void {
    const path = join(this.#folder, file);
    const text = lines.map((each) => `${JSON.stringify(each)}\n`).join("");
    const half = openSync(`${path}.new`, "w", 0o600);
    try {
      writeFileSync(half, text);
      fsyncSync(half);
    } finally {
      closeSync(half);
    }
    renameSync(`${path}.new`, path);
    const folder = openSync(this.#folder, "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}

function parse(text: string): ReportLine[] {
  try {
    const value: unknown = JSON.parse(text);
    // Parsed to judge it; reported as it was written.
    return line.safeParse(value).success ? [value as ReportLine] : [];
  } catch {
    return [];
  }
}
