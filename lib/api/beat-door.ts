import { notFound } from "@/lib/domain/errors";
import type { Ms } from "@/lib/domain/time";
import { type BeatKind, recordBeat } from "@/lib/operations/beats";
import { problemResponse, refusalOf } from "./problem";

const kinds: ReadonlyMap<string, BeatKind> = new Map([
  ["", "ok"],
  ["start", "start"],
  ["fail", "fail"],
]);
const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** A job reports itself: the address is the key. `path` is what follows the token. Never throws. */
export async function answerBeat(token: string, path: readonly string[], now: Ms): Promise<Response> {
  try {
    const kind = kinds.get(path.join("/"));
    if (kind === undefined) throw notFound("heartbeat");
    await recordBeat(token, kind, now);
    return Response.json({ ok: true }, { headers: always });
  } catch (error) {
    return problemResponse(refusalOf(error), always);
  }
}
