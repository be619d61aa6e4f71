import { inEngine } from "@/db/client";
import { endTaken, type TakenBatch } from "@/db/queries/batch";
import { engineScope } from "@/lib/auth/scope";

type Company = { batches: TakenBatch[]; written: Promise<void> };

/** Still open to others; it leaves when the one before it is written. */
let next: Company | null = null;
let last: Promise<unknown> = Promise.resolve();

/**
 * Writes the provider's word on a batch it took. Those that are answered while one transaction is under way share the
 * next, so that under load a commit serves many, and a lone one waits for nobody.
 */
export function writeTaken(batch: TakenBatch): Promise<void> {
  const company = next ?? open();
  company.batches.push(batch);
  return company.written;
}

function open(): Company {
  const batches: TakenBatch[] = [];
  const written = last.then(() => {
    next = null;
    return inEngine(engineScope(), (tx) => endTaken(tx, batches));
  });
  last = written.catch(() => {});
  next = { batches, written };
  return next;
}
