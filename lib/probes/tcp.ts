import { parseHostPort } from "@/lib/domain/target";
import type { Destination } from "@/lib/net";
import { judgeLatency } from "./assertions";
import { Attempt, type Failure, type Probe } from "./attempt";
import { destinationOf } from "./destination";
import { failureOf } from "./failure";

/** Up when the port accepts a connection; nothing is sent. */
export const probeTcp: Probe<"tcp"> = async (target, run, signal, deps) => {
  const attempt = new Attempt(run, signal, deps);
  const place = parseHostPort(target);
  if (place === null)
    return attempt.end(null, { failure: "probe_failed", detail: "the target is not host:port" });
  const destination = await destinationOf(place.host, place.port, attempt, deps);
  if ("failure" in destination) return attempt.end(null, destination);
  const failed = await knock(destination, attempt);
  return attempt.end(null, failed ?? judgeLatency(run.assertions, attempt.elapsedMs()));
};

function knock(destination: Destination, attempt: Attempt): Promise<Failure | null> {
  return attempt.wait<null>((settle) => {
    attempt.enter("connect");
    const socket = destination.openTcp();
    attempt.hold(socket);
    socket.on("error", (error) => settle(failureOf(error, "connect")));
    socket.once("connect", () => {
      settle(null);
      socket.destroy();
    });
  });
}
