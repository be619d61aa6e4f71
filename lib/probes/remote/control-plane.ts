import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { z } from "zod";
import { skewLimitMs } from "@/lib/domain/probe-health";
import { probeBatchMax, probeProtocol } from "@/lib/domain/probe-report";
import { formatInstant, type Ms, secondMs } from "@/lib/domain/time";
import { claimAnswer, type ReportLine, reportAnswer } from "./order";

/**
 * Why an exchange failed. `away`: nothing answered, the line itself may be cut. `busy`: something answered and may do
 * better later. `refused`: this address, token or region will not do. `unread`: the server cannot use what was sent.
 */
export type Setback = {
  ok: false;
  why: "away" | "busy" | "refused" | "unread";
  sentence: string;
  /** How long the server asks us to wait. */
  retryAfterMs: number | null;
  /** Places in the report that the server complained about. */
  lines: readonly number[];
};
export type Answer<T> = { ok: true; value: T } | Setback;

export type ControlPlaneOptions = {
  /** Where the web app answers, without a trailing slash. */
  url: string;
  token: string;
  region: string;
  /** Names this process to whoever looks; sent with every claim. */
  name: string;
  version: string;
  clock: () => Ms;
  requestMs?: number;
};

type Reply = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** What a probe has in hand and how much it takes. */
export type Load = { outstanding: number; capacity: number };

const answerMaxBytes = 32_000_000;

/** The one place a probe talks to: one kept connection outward, one exchange at a time. */
export class ControlPlane {
  /** When something last answered; null before the first answer. */
  lastAnswerAt: Ms | null = null;
  /** How far our clock is ahead of the server's, right to half of a round trip; null until it said. */
  skewMs: number | null = null;
  /** What the server speaks; null until it said. */
  protocol: number | null = null;
  #roundTripMs = 0;
  readonly #options: Required<ControlPlaneOptions>;
  readonly #agent: HttpAgent | HttpsAgent;

  constructor(options: ControlPlaneOptions) {
    this.#options = { requestMs: 10 * secondMs, ...options };
    const settings = { keepAlive: true, maxSockets: 1 };
    this.#agent = isHttps(options.url) ? new HttpsAgent(settings) : new HttpAgent(settings);
  }

  /** Times told by this clock would lie (RULES R3.5). */
  get skewed(): boolean {
    return this.skewMs !== null && Math.abs(this.skewMs) > skewLimitMs + this.#roundTripMs / 2;
  }

  /** Runs of our region that fall due within `aheadMs`, as the server wrote them. */
  async claim(limit: number, aheadMs: number, load: Load): Promise<Answer<unknown[]>> {
    const answer = await this.#post(
      "claim",
      { ...this.#introduction(load), limit: Math.min(limit, probeBatchMax), ahead_ms: aheadMs },
      claimAnswer,
    );
    if (!answer.ok) return answer;
    this.protocol = answer.value.protocol ?? 0;
    return { ok: true, value: answer.value.runs };
  }

  /** A goodbye: what we were given and have not run goes to others at once. */
  async leave(): Promise<void> {
    const load = { outstanding: 0, capacity: 0 };
    await this.#post("claim", { ...this.#introduction(load), limit: 1, leaving: true }, claimAnswer);
  }

  /** At most 500 outcomes; how many were new to the server. */
  async report(outcomes: readonly ReportLine[]): Promise<Answer<number>> {
    const { region, name: probe } = this.#options;
    const answer = await this.#post("report", { region, probe, outcomes }, reportAnswer);
    return answer.ok ? { ok: true, value: answer.value.accepted } : answer;
  }

  close(): void {
    this.#agent.destroy();
  }

  #introduction(load: Load) {
    const { region, name: probe, version, clock } = this.#options;
    const clockNow = formatInstant(clock());
    return {
      region,
      probe,
      version,
      protocol: probeProtocol,
      clock: clockNow,
      skew_ms: this.skewMs,
      ...load,
    };
  }

  async #post<T>(act: "claim" | "report", body: unknown, shape: z.ZodType<T>): Promise<Answer<T>> {
    const sentAt = this.#options.clock();
    try {
      const reply = await this.#exchange(`/api/probe/${act}`, JSON.stringify(body), true);
      this.#heard(reply, sentAt);
      return reply.status === 200 ? read(reply, shape, this.#options.url) : setbackOf(reply, this.#options);
    } catch (error) {
      const sentence = `${this.#options.url} does not answer: ${wordsOf(error)}`;
      return { ok: false, why: "away", sentence, retryAfterMs: null, lines: [] };
    }
  }

  /** Claims tell the server's time to the millisecond; until the first, the Date header leaves out half a second. */
  #heard({ headers, text }: Reply, sentAt: Ms): void {
    const now = this.#options.clock();
    this.lastAnswerAt = now;
    const told = claimAnswer.safeParse(json(text)).data?.now;
    const dated = Date.parse(String(headers.date ?? ""));
    if (told === undefined && (this.skewMs !== null || Number.isNaN(dated))) return;
    this.#roundTripMs = now - sentAt;
    this.skewMs = Math.round((sentAt + now) / 2 - (told ?? dated + secondMs / 2));
  }

  /** A kept connection may have been closed while it rested; that says nothing, so a new one is tried once. */
  #exchange(path: string, body: string, again: boolean): Promise<Reply> {
    const { url, token, version, requestMs } = this.#options;
    const send = isHttps(url) ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request: ClientRequest = send(`${url}${path}`, {
        method: "POST",
        agent: this.#agent,
        signal: AbortSignal.timeout(requestMs),
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "user-agent": `probity-probe/${version}`,
          "probity-probe-version": version,
        },
      });
      request.once("error", (error) => {
        const stale = again && request.reusedSocket && "code" in error && error.code === "ECONNRESET";
        if (stale) resolve(this.#exchange(path, body, false));
        else reject(error);
      });
      request.once("response", (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > answerMaxBytes) response.destroy(new Error("the answer does not end"));
          else chunks.push(chunk);
        });
        response.once("error", reject);
        response.once("end", () => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, text: Buffer.concat(chunks).toString("utf8") });
        });
      });
      request.end(body);
    });
  }
}

function isHttps(url: string): boolean {
  return new URL(url).protocol === "https:";
}

function read<T>(reply: Reply, shape: z.ZodType<T>, url: string): Answer<T> {
  const parsed = shape.safeParse(json(reply.text));
  if (parsed.success) return { ok: true, value: parsed.data };
  return setback(
    "refused",
    `What answers at ${url} is not Probity, or a Probity that this probe cannot read.`,
  );
}

const problemShape = z.object({
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

function setbackOf(reply: Reply, { url, region }: ControlPlaneOptions): Setback {
  const { status, headers } = reply;
  const problem = problemShape.safeParse(json(reply.text)).data;
  if ([408, 429, 500, 502, 503, 504].includes(status)) {
    const seconds = Number(headers["retry-after"]);
    const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * secondMs : null;
    return { ...setback("busy", `${url} answers ${status}; trying again.`), retryAfterMs };
  }
  if (status === 400 && problem) {
    const told = problem.errors.map((error) => `${error.path} ${error.message}`).join("; ");
    const places = problem.errors.map((error) => /^outcomes\.(\d+)\./.exec(error.path)?.[1]);
    const lines = places.flatMap((place) => (place === undefined ? [] : [Number(place)]));
    return { ...setback("unread", `${problem.detail} ${told}`.trim()), lines };
  }
  return setback("refused", refusal(status, url, region, headers.location));
}

function refusal(status: number, url: string, region: string, location: unknown): string {
  if (status === 401)
    return "The token is not known here, or has expired or been revoked. Make one: key create --scopes probe.";
  if (status === 403)
    return `The token may not run the probe of region "${region}": it needs the scope probe.`;
  if (status === 404)
    return `There is no Probity at ${url}: the address has no /api/probe. Give --url the app's own address.`;
  if (status >= 300 && status < 400)
    return `${url} sends us on to ${String(location ?? "another address")}; give --url the address it ends at.`;
  return `${url} answers ${status} to a probe.`;
}

function setback(why: Setback["why"], sentence: string): Setback {
  return { ok: false, why, sentence, retryAfterMs: null, lines: [] };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError" || error.name === "AbortError") return "no answer in time.";
  return `${"code" in error && error.message === "" ? String(error.code) : error.message}.`;
}
