import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Assertion } from "@/lib/domain/assertion";
import type { Outcome } from "@/lib/domain/check";
import { type Extraction, fill, type Step, type Variables } from "@/lib/domain/journey";
import { urlComplaint } from "@/lib/domain/target";
import { type Answer, judge, needsBody } from "./assertions";
import { Attempt, type Failure, type Probe } from "./attempt";
import { decode } from "./body";
import { daysLeft } from "./certificate";
import { extract } from "./extract";
import { type Exchange, exchange, type HttpRequest, type Run } from "./http-exchange";

type Asked = { assertions: readonly Assertion[]; extract: readonly Extraction[] };
type Passed = { status: number | null; failed: Failure | null; variables: Variables };

/** One request, or a journey of several that carry on what the answers before gave. */
export const probeHttp: Probe<"http"> = async (target, run, signal, deps) => {
  const attempt = new Attempt(run, signal, deps);
  const url = URL.parse(target);
  if (url === null || urlComplaint(url) !== null) {
    return attempt.end(null, { failure: "probe_failed", detail: "the target is not an http URL" });
  }
  const { settings, assertions } = run;
  const shared = { settings, attempt, deps, home: url.origin };
  const { method, headers, body } = settings;
  const first = await pass({ url, method, headers, body }, { assertions, extract: settings.extract }, shared);
  return walk(first, settings.steps, url, shared);
};

type Shared = Omit<Run, "limit">;

async function walk(first: Passed, steps: readonly Step[], home: URL, shared: Shared): Promise<Outcome> {
  let { status, failed, variables } = first;
  for (const [index, step] of steps.entries()) {
    if (failed !== null) break;
    const request = requestOf(step, home, variables);
    const passed: Passed =
      "failure" in request
        ? { status, failed: request, variables }
        : await pass(request, { assertions: step.assertions, extract: step.extract }, shared);
    status = passed.status ?? status;
    variables = { ...variables, ...passed.variables };
    if (passed.failed === null) continue;
    shared.attempt.findings.failed_step = index + 2;
    failed = { ...passed.failed, detail: `step "${step.name}": ${passed.failed.detail ?? ""}` };
  }
  return shared.attempt.end(status, failed);
}

/** A step with its variables in place. */
function requestOf(step: Step, home: URL, variables: Variables): HttpRequest | Failure {
  const names = Object.keys(step.headers);
  const parts = [
    fill(step.url, variables, encodeURIComponent),
    ...names.map((name) => fill(step.headers[name] ?? "", variables, oneLine)),
    fill(step.body ?? "", variables),
  ];
  const texts: string[] = [];
  for (const part of parts) {
    if ("missing" in part)
      return { failure: "assertion_failed", detail: `nothing has given {{${part.missing}}}` };
    texts.push(part.text);
  }
  const [url = "", ...rest] = texts;
  const address = URL.parse(url, home.origin);
  if (address === null || urlComplaint(address) !== null)
    return { failure: "assertion_failed", detail: `its URL is no address: ${url}` };
  return {
    url: address,
    method: step.method,
    headers: Object.fromEntries(names.map((name, index) => [name, rest[index] ?? ""])),
    body: step.body === null ? null : (rest.at(-1) ?? ""),
  };
}

/** A variable must not write a header of its own. */
function oneLine(value: string): string {
  return value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");
}

/** Makes a request, judges its answer and takes from it what later steps want. */
async function pass(request: HttpRequest, asked: Asked, shared: Shared): Promise<Passed> {
  const limit = bodyLimit(asked, shared.settings.max_body_bytes);
  const done = await exchange(request, { ...shared, limit });
  if ("failure" in done)
    return {
      status: done.status,
      failed: { failure: done.failure, detail: done.detail },
      variables: {},
    };
  return conclude(done, asked, shared);
}

function conclude({ head, body }: Exchange, asked: Asked, { settings, attempt, deps }: Shared): Passed {
  const { status } = head;
  const totalMs = attempt.elapsedMs();
  const text = wantsBody(asked)
    ? decode(body, head.headers["content-encoding"], settings.max_body_bytes)
    : null;
  if (text !== null && typeof text !== "string") return { status, failed: text, variables: {} };
  const answer: Answer = {
    status,
    headers: head.headers,
    size: body.size,
    body: text,
    certificateDaysLeft: certificateDaysLeft(head.socket, asked.assertions, deps.now()),
    totalMs,
  };
  const failed = judge(asked.assertions, answer);
  if (failed !== null) return { status, failed, variables: {} };
  const taken = extract(asked.extract, answer);
  return "failure" in taken
    ? { status, failed: taken, variables: {} }
    : { status, failed: null, variables: taken.variables };
}

function wantsBody({ assertions, extract: wanted }: Asked): boolean {
  return needsBody(assertions) || wanted.some(({ from }) => from !== "header");
}

/** How many bytes to read, and whether more than that is a failure or merely enough. */
function bodyLimit(asked: Asked, maxBytes: number): { bytes: number; keep: boolean } {
  if (wantsBody(asked)) return { bytes: maxBytes, keep: true };
  const sizes = asked.assertions.map((each) => (each.type === "max_size" ? each.bytes : 0));
  return { bytes: Math.max(maxBytes, ...sizes), keep: false };
}

/** Whole days the certificate is still good for; looked up only when an assertion asks, because it is dear. */
function certificateDaysLeft(socket: Socket, assertions: readonly Assertion[], now: number): number | null {
  if (!assertions.some(({ type }) => type === "certificate_days_left")) return null;
  return socket instanceof TLSSocket ? daysLeft(socket, now) : null;
}
