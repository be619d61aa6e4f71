import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { MailMessage, SendResult } from "@/lib/domain/delivery";
import { type Sender, sendTimeoutMs } from "./sender";

const connectTimeoutMs = 10_000;

/** Through an SMTP server, one connection a message. SMTP has no memory: an answer lost after DATA stays unknown. */
export function smtpSender(url: string): Sender {
  const options = connectionOptions(url);
  return {
    kind: "smtp",
    memoryMs: 0,
    parallel: 5,
    async send(message) {
      const bytes = await new MailComposer(mimeOf(message)).compile().build();
      return await deliver(options, message, bytes);
    },
  };
}

function connectionOptions(text: string) {
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

type ConnectionOptions = ReturnType<typeof connectionOptions>;

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

function deliver(options: ConnectionOptions, message: MailMessage, bytes: Buffer): Promise<SendResult> {
  const connection = new SMTPConnection(options);
  const progress: Progress = { handedOver: false };
  return new Promise((resolve) => {
    const settle = (result: SendResult) => {
      clearTimeout(patience);
      resolve(result);
      if (result.outcome === "accepted") connection.quit();
      else connection.close();
    };
    const fail = (error: unknown) => settle(judge(error, progress));
    const patience = setTimeout(() => fail(new Error("The server did not answer in time")), sendTimeoutMs);
    connection.on("error", fail);
    const transmit = () =>
      connection.send(envelopeOf(message), bodyOf(bytes, progress), (error, info) =>
        error ? fail(error) : settle({ outcome: "accepted", senderId: info.response.slice(0, 200) }),
      );
    connection.connect((error) => {
      if (error) return fail(error);
      const { credentials } = options;
      if (!credentials) return transmit();
      connection.login({ credentials }, (refused) => (refused ? fail(refused) : transmit()));
    });
  });
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
  if (code !== null) return { outcome: "retry", failure, maybeAccepted: false };
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
