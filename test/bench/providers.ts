import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readProvider } from "@/lib/providers";
import { atLeast, atMost, report, say } from "./report";

const fixtures = resolve(import.meta.dirname, "../fixtures/providers");
const recordings = resolve(import.meta.dirname, "../../../shared/providers");
const roundMs = 400;

type Document = { format: string; bytes: Uint8Array };

/** How fast providers' documents are read, on one core: every format, small and real, and one page of eight megabytes. */
export async function providers(): Promise<void> {
  const documents = [...filesOf(fixtures), ...filesOf(recordings)];
  say(
    `Reading ${documents.length} documents of ${new Set(documents.map(({ format }) => format)).size} formats ...`,
  );
  const rates = [...Map.groupBy(documents, ({ format }) => format)].map(([format, own]) => ({
    format,
    ...readFor(roundMs, own),
  }));
  const slowest = rates.reduce((worst, each) => (each.megabytes < worst.megabytes ? each : worst));
  const all = readFor(4 * roundMs, documents);
  report("providers.read.documents", all.documents, "documents/s/core", atLeast(100));
  report("providers.read.bytes", all.megabytes, "MB/s/core", atLeast(5), {
    slowest_format: slowest.format,
    slowest_mb_per_s: slowest.megabytes,
  });
  report("providers.read.largest", largestMs(), "ms", atMost(1_000), { megabytes: 8 });
}

/** Documents by format: a folder's name, or the file's own. */
function filesOf(folder: string): Document[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !/^(INDEX|EXPECTED)\.json$/.test(file.name))
      .map((file) => {
        const bytes = readFileSync(join(file.parentPath, file.name));
        return { format: readProvider({ bytes }).format ?? "unknown", bytes };
      });
  } catch {
    return [];
  }
}

function readFor(lengthMs: number, documents: readonly Document[]): { documents: number; megabytes: number } {
  const until = performance.now() + lengthMs;
  const began = performance.now();
  let [count, bytes] = [0, 0];
  while (performance.now() < until)
    for (const document of documents) {
      readProvider({ bytes: document.bytes });
      count += 1;
      bytes += document.bytes.length;
    }
  const seconds = (performance.now() - began) / 1_000;
  return { documents: count / seconds, megabytes: bytes / 1_000_000 / seconds };
}

/** The worst of five readings of a summary with as many components as fit. */
function largestMs(): number {
  const component =
    '{"id":"aaaaaaaaaaaa","name":"Edge location in a city","status":"operational","group":false}';
  const many = Array.from({ length: 85_000 }, () => component).join(",");
  const bytes = Buffer.from(`{"page":{"id":"x"},"status":{"indicator":"none"},"components":[${many}]}`);
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now();
    readProvider({ bytes });
    return performance.now() - began;
  });
  return Math.max(...times);
}
