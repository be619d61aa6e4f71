import { connect } from "node:net";
import SMTPConnection from "nodemailer/lib/smtp-connection";

export type SmtpOptions = SMTPConnection.Options & {
  host: string;
  port: number;
  credentials: SMTPConnection.Credentials | null;
};

/** A connection to the server, logged in; one message at a time, one after another. */
export type Line = {
  connection: SMTPConnection;
  /** Messages it carried. */
  carried: number;
  /** What happens when it breaks now. */
  broken: (error: unknown) => void;
};

export type Lines = {
  /** One that waits for its next message, or null. */
  kept(): Line | null;
  open(deadline: number): Promise<Line>;
  /** Keeps a line that carried its message for the next one, for a while. */
  keep(line: Line): void;
  close(): void;
};

/** Servers hang up after some number of messages; it is better manners to be first. */
const messagesMax = 100;

/** Connections to one server. Those without work are closed after `idleMs`; there are never more than were in use at once. */
export function smtpLines(options: SmtpOptions, idleMs: number): Lines {
  const idle = new Map<Line, NodeJS.Timeout>();
  const drop = (line: Line) => {
    clearTimeout(idle.get(line));
    idle.delete(line);
  };
  const quit = (line: Line) => {
    drop(line);
    line.broken = () => {};
    line.connection.quit();
  };
  return {
    kept() {
      const [line = null] = idle.keys();
      if (line) drop(line);
      return line;
    },
    open: (deadline) => open(options, deadline),
    keep(line) {
      line.carried += 1;
      if (line.carried >= messagesMax) return quit(line);
      line.broken = () => drop(line);
      idle.set(
        line,
        setTimeout(() => quit(line), idleMs),
      );
    },
    close() {
      for (const line of idle.keys()) quit(line);
    },
  };
}

async function open({ credentials, ...options }: SmtpOptions, deadline: number): Promise<Line> {
  const { host, port } = options;
  // Without delay: a message's last bytes are not to wait until the server has acknowledged those before.
  const socket = connect({ host, port, noDelay: true });
  const connection = new SMTPConnection({ ...options, connection: socket });
  const line: Line = { connection, carried: 0, broken: () => {} };
  connection.on("error", (error) => line.broken(error));
  try {
    await step<void>(line, deadline, (done) => connection.connect(done));
    if (credentials) await step<void>(line, deadline, (done) => connection.login({ credentials }, done));
    return line;
  } catch (error) {
    connection.close();
    throw error;
  }
}

type Done<T> = (error: unknown, ...value: T extends void ? [] : [T]) => void;

/** One exchange over a line, until `deadline` on the monotonic clock. Throws the server's word, or why there was none. */
export async function step<T>(line: Line, deadline: number, work: (done: Done<T>) => void): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  line.broken = reject;
  const late = new Error("The server did not answer in time");
  const patience = setTimeout(() => reject(late), Math.max(0, deadline - performance.now()));
  work((error, ...[value]) => (error ? reject(error) : resolve(value as T)));
  return await promise.finally(() => clearTimeout(patience));
}
