import { isIP } from "node:net";
import { Destination } from "@/lib/net";
import type { Attempt, Failure, ProbeDeps } from "./attempt";

/** Looks a host up inside the run's deadline; a name's time counts as its dns phase, a literal has none. */
export async function destinationOf(
  host: string,
  port: number,
  attempt: Attempt,
  deps: ProbeDeps,
  version: "any" | "4" | "6" = "any",
): Promise<Destination | Failure> {
  if (isIP(host) === 0) attempt.enter("dns");
  return attempt.wait<Destination>((settle) => {
    Destination.find(host, port, deps.policy, deps.resolve).then(
      (found) => settle(chosen(found, host, version)),
      (error: unknown) => settle({ failure: "dns_failed", detail: String(error) }),
    );
  });
}

function chosen(
  found: Awaited<ReturnType<typeof Destination.find>>,
  host: string,
  version: "any" | "4" | "6",
): Destination | Failure {
  if ("failure" in found) return { failure: found.failure, detail: host };
  const left = found.only(version);
  return "failure" in left ? { failure: left.failure, detail: `${host} has no IPv${version} address` } : left;
}
