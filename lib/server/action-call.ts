import { readFileSync } from "node:fs";
import { join } from "node:path";

// How Next's own client, or a browser without JavaScript, calls one of our actions. Next reads a call as React writes
// it; to most others it answers 500, with a trace in the log, although the fault is whoever's who forged them.

/** Unreadable, sent from another site, or to an action that this build does not have. */
export type CallRefusal = 400 | 403 | 409;

/**
 * What a request is refused with, or null: what is left is a call that can be read, or none at all. `known` are the
 * actions of this build, null where that cannot be told.
 */
export async function refusalOfCall(
  request: Request,
  known: ReadonlySet<string> | null,
): Promise<CallRefusal | null> {
  const { headers, method } = request;
  const action = headers.get("next-action");
  const isForm = headers.get("content-type")?.startsWith("multipart/form-data") ?? false;
  if (method !== "POST" || (action === null && !isForm)) return null;
  if (isForeign(headers)) return 403;
  const form = isForm ? await request.formData().catch(() => null) : null;
  if (form === null) return 400;
  if (new URL(request.url).pathname.startsWith("/api/")) return null;
  const calls = action === null ? callsOfBrowser(form) : [callOfClient(action, form)];
  if (calls.length === 0) return 400;
  return calls.map((call) => refusalOf(call, known)).find((refusal) => refusal !== null) ?? null;
}

/** The actions that were built, by the ids that forms carry; null while Next makes them as they are asked for. */
export function builtActions(isDevelopment: boolean): ReadonlySet<string> | null {
  if (isDevelopment) return null;
  try {
    const file = join(
      /* turbopackIgnore: true */ process.cwd(),
      ".next/server/server-reference-manifest.json",
    );
    return new Set(Object.keys(JSON.parse(readFileSync(file, "utf8")).node));
  } catch {
    return null;
  }
}

/** Browsers name the page a form was sent from; our own forms are sent from the host that they are sent to. */
function isForeign(headers: Headers): boolean {
  const origin = headers.get("origin");
  return origin !== null && URL.parse(origin)?.host !== headers.get("host");
}

/** An action and how many arguments it is called with before its form; null where that cannot be read. */
type Call = { id: string; before: number | null };

function refusalOf({ id, before }: Call, known: ReadonlySet<string> | null): CallRefusal | null {
  if (!/^[0-9a-f]{42}$/.test(id)) return 400;
  if (known !== null && !known.has(id)) return 409;
  return before === arity(id) - 1 ? null : 400;
}

/** An id begins with a byte that says which arguments its action takes; in all of ours the last one is the form. */
function arity(id: string): number {
  const taken = (Number.parseInt(id.slice(0, 2), 16) >> 1) & 0x3f;
  return 6 - Math.log2(taken & -taken);
}

/** With JavaScript: the arguments are a list in the field "0", whose last one stands for the fields of the form. */
function callOfClient(id: string, form: FormData): Call {
  const given = listIn(form, "0", "");
  const last = given?.at(-1);
  const isCalledWithForm = typeof last === "string" && /^\$K[0-9a-f]+$/.test(last);
  return { id, before: given !== null && isCalledWithForm ? given.length - 1 : null };
}

/** Without: the names of hidden fields say which action, and where the arguments before the form are. */
function callsOfBrowser(form: FormData): Call[] {
  const named = (start: string) =>
    [...new Set(form.keys())]
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(start.length));
  const plain = named("$ACTION_ID_").map((id) => ({ id, before: 0 }));
  return [...plain, ...named("$ACTION_REF_").map((mark) => boundCall(form, `$ACTION_${mark}:`))];
}

function boundCall(form: FormData, prefix: string): Call {
  const named = valueIn(form, `${prefix}0`);
  if (typeof named !== "object" || named === null) return { id: "", before: null };
  const { id, bound } = named as { id?: unknown; bound?: unknown };
  const place = typeof bound === "string" ? /^\$@([1-9a-f][0-9a-f]*)$/.exec(bound)?.[1] : undefined;
  const before =
    bound === null ? 0 : place === undefined ? null : (listIn(form, place, prefix)?.length ?? null);
  return { id: String(id), before };
}

/** A list of arguments as React can read it, or null. */
function listIn(form: FormData, name: string, prefix: string): unknown[] | null {
  const list = valueIn(form, prefix + name);
  try {
    return Array.isArray(list) && isReadable(list, (part) => valueIn(form, prefix + part)) ? list : null;
  } catch {
    // Nested deeper than anybody can go.
    return null;
  }
}

function valueIn(form: FormData, name: string): unknown {
  const [text, ...more] = form.getAll(name);
  if (typeof text !== "string" || more.length > 0) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What React writes for values that JSON has no word for. */
const word = /^\$(\$|undefined$|NaN$|Infinity$|-Infinity$|-0$|n-?\d{1,300}$|D|K[0-9a-f]+$|T)/;
/** What it writes for an object that stands elsewhere too: its field and the way to it. */
const reference = /^\$([0-9a-f]+)((?::[^:]+)*)$/;

function isReadable(value: unknown, partOf: (part: string) => unknown): boolean {
  if (typeof value === "string") return !value.startsWith("$") || word.test(value) || isThere(value, partOf);
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every((each) => isReadable(each, partOf));
}

function isThere(text: string, partOf: (part: string) => unknown): boolean {
  const [, part = "", way = ""] = reference.exec(text) ?? [];
  const steps = way.split(":").slice(1);
  const found = steps.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    part === "" ? undefined : partOf(part),
  );
  return typeof found === "object" && found !== null;
}
