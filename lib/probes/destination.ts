import { isIP } from "node:net";
import { Destination } from "@/lib/net";
import type { Attempt, Failure, ProbeDeps } from "./attempt";

/** Looks a host up inside the run's deadline; a name's time counts as its dns phase, a literal has none. */
export async function destinationOf(
  host: string,
  port: number,
  attempt: Attempt,
  deps: ProbeDeps,
): Promise<Destination | Failure> {
  if (isIP(host) === 0) attempt.enter("dns");
  return attempt.wait<Destination>((settle) => {
    Destination.find(host, port, deps.policy, deps.resolve).then(
      (found) => settle("failure" in found ? { failure: found.failure, detail: host } : found),
      (error: unknown) => settle({ failure: "dns_failed", detail: String(error) }),
    );
  });
}
