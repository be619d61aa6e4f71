import { notFound } from "@/lib/domain/errors";
import type { Ms } from "@/lib/domain/time";
import { type BeatKind, recordBeat } from "@/lib/operations/beats";
import { problemResponse, refusalOf } from "./problem";

const kinds: ReadonlyMap<string, BeatKind> = new Map([
  ["", "ok"],
  ["start", "start"],
  ["fail", "fail"],
  ["log", "log"],
]);
const noteMax = 300;
const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** A job reports itself: the address is the key, the body its note. `path` is what follows the token. Never throws. */
export async function answerBeat(
  request: Request,
  token: string,
  path: readonly string[],
  now: Ms,
): Promise<Response> {
  try {
    const kind = kinds.get(path.join("/"));
    if (kind === undefined) throw notFound("heartbeat");
    await recordBeat(token, kind, now, await noteOf(request));
    return Response.json({ ok: true }, { headers: always });
  } catch (error) {
    return problemResponse(refusalOf(error), always);
  }
}

/** The first characters of what the job sent along; the rest is not read. */
async function noteOf(request: Request): Promise<string | null> {
  const reader = request.body?.getReader();
  if (reader === undefined) return null;
  const decoder = new TextDecoder();
  let text = "";
  while (text.length < noteMax) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel().catch(() => {});
  const note = text
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, noteMax)
    .trim();
  return note === "" ? null : note;
}
