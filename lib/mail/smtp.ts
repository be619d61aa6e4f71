import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import type SMTPConnection from "nodemailer/lib/smtp-connection";
import type { MailMessage, SendResult } from "@/lib/domain/delivery";
import { type Sender, sendTimeoutMs } from "./sender";
import { type Line, type Lines, type SmtpOptions, smtpLines, step } from "./smtp-lines";

const connectTimeoutMs = 10_000;
const idleMs = 10_000;

/** Through an SMTP server, over connections kept between messages. SMTP has no memory: an answer lost after DATA stays unknown. */
export function smtpSender(url: string, keepMs = idleMs): Sender {
  const lines = smtpLines(connectionOptions(url), keepMs);
  return {
    kind: "smtp",
    memoryMs: 0,
    parallel: 5,
    close: lines.close,
    async send(message) {
      const bytes = await new MailComposer(mimeOf(message)).compile().build();
      return await deliver(lines, message, bytes, performance.now() + sendTimeoutMs);
    },
  };
}

function connectionOptions(text: string): SmtpOptions {
  const url = new URL(text);
  const secure = url.protocol === "smtps:";
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: sendTimeoutMs,
    credentials: user === "" ? null : { user, pass: decodeURIComponent(url.password) },
  };
}

function mimeOf({ from, replyTo, to, subject, html, text, headers }: MailMessage) {
  const { "Message-ID": messageId, ...others } = headers;
  return {
    ...{ from, to, subject, html, text, headers: others },
    ...(messageId === undefined ? {} : { messageId }),
    ...(replyTo === null ? {} : { replyTo }),
  };
}

/** How far a message got; decides what a lost connection means. */
type Progress = { handedOver: boolean };

async function deliver(
  lines: Lines,
  message: MailMessage,
  bytes: Buffer,
  deadline: number,
): Promise<SendResult> {
  const progress: Progress = { handedOver: false };
  const kept = lines.kept();
  let line = kept;
  try {
    line ??= await lines.open(deadline);
    const senderId = await transmit(line, message, bodyOf(bytes, progress), deadline);
    lines.keep(line);
    return { outcome: "accepted", senderId };
  } catch (error) {
    line?.connection.close();
    const isOnlyTheLine = kept !== null && isHungUp(error, progress);
    return isOnlyTheLine ? await deliver(lines, message, bytes, deadline) : judge(error, progress);
  }
}

async function transmit(line: Line, message: MailMessage, body: Readable, deadline: number): Promise<string> {
  const { response } = await step<SMTPConnection.SentMessageInfo>(line, deadline, (done) =>
    line.connection.send(envelopeOf(message), body, done),
  );
  return response.slice(0, 200);
}

/** The server had ended a kept connection, with a word or without one: that says nothing about a message. */
function isHungUp(error: unknown, { handedOver }: Progress): boolean {
  const code = responseCode(error);
  if (code !== null) return code === 421;
  const isLost =
    error instanceof Error && "code" in error && /^(ECONNECTION|ESOCKET)$/.test(String(error.code));
  return isLost && !handedOver;
}

function envelopeOf({ from, to }: MailMessage) {
  return { from: /<([^>]+)>\s*$/.exec(from)?.[1] ?? from, to };
}

/** The server asks for the body only after it agreed to DATA: the first read is the point of no return. */
function bodyOf(bytes: Buffer, progress: Progress): Readable {
  return new Readable({
    read() {
      progress.handedOver = true;
      this.push(bytes);
      this.push(null);
    },
  });
}

function judge(error: unknown, { handedOver }: Progress): SendResult {
  const failure = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  const code = responseCode(error);
  if (code !== null && code >= 500 && isAboutMessage(error)) return { outcome: "refused", failure };
  if (code !== null && code >= 400) return { outcome: "retry", failure, maybeAccepted: false };
  return handedOver ? { outcome: "uncertain", failure } : { outcome: "retry", failure, maybeAccepted: false };
}

function responseCode(error: unknown): number | null {
  const code = error instanceof Error && "responseCode" in error ? error.responseCode : null;
  return typeof code === "number" ? code : null;
}

/** A 5xx to the greeting or the login is the set-up's fault, not the message's: people mend it, the mail waits. */
function isAboutMessage(error: unknown): boolean {
  const command = error instanceof Error && "command" in error ? error.command : null;
  return typeof command === "string" && /^(MAIL FROM|RCPT TO|DATA)$/.test(command);
}
