import { parentPort } from "node:worker_threads";
import { type ProviderDocument, readProvider } from "./index";

/** The thread that documents are read on: one message in, one reading out, under the same number. */
parentPort?.on("message", ({ id, document }: { id: number; document: ProviderDocument }) => {
  parentPort?.postMessage({ id, reading: readProvider(document) });
});
