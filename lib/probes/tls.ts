import type { TLSSocket } from "node:tls";
import type { TlsSettings } from "@/lib/domain/check-settings";
import { parseHostPort } from "@/lib/domain/target";
import type { Destination } from "@/lib/net";
import { judgeLatency } from "./assertions";
import { Attempt, type Failure, type Probe, type ProbeDeps } from "./attempt";
import { daysLeft, describe, judgeCertificate } from "./certificate";
import { destinationOf } from "./destination";
import { failureOf } from "./failure";
import { type OcspStatus, ocspStatus } from "./ocsp";
import { secureContextFor } from "./secure-context";
import { agreeOnTls, openPlain } from "./tcp";

type Met = { socket: TLSSocket; ocsp: OcspStatus | "not_stapled" };

/** Up when the handshake succeeds with a certificate that is trusted, of this name, in time and not revoked. */
export const probeTls: Probe<"tls"> = async (target, run, signal, deps) => {
  const attempt = new Attempt(run, signal, deps);
  const { settings, assertions } = run;
  const place = parseHostPort(target);
  if (place === null)
    return attempt.end(null, { failure: "probe_failed", detail: "the target is not host:port" });
  const destination = await destinationOf(place.host, place.port, attempt, deps, settings.ip_version);
  if ("failure" in destination) return attempt.end(null, destination);
  const met = await meet(destination, settings, attempt, deps);
  if ("failure" in met) return attempt.end(null, met);
  const { socket, ocsp } = met;
  const certificate = describe(socket);
  if (certificate !== undefined) attempt.findings.certificate = { ...certificate, ocsp };
  const failed =
    judgeVersion(socket, settings) ??
    judgeOcsp(ocsp, settings) ??
    judgeCertificate(assertions, daysLeft(socket, deps.now())) ??
    judgeLatency(assertions, attempt.elapsedMs());
  socket.destroy();
  return attempt.end(null, failed);
};

async function meet(
  destination: Destination,
  settings: TlsSettings,
  attempt: Attempt,
  deps: ProbeDeps,
): Promise<Met | Failure> {
  const context = secureContextFor({ ca: settings.ca, clientCertificate: null }, deps);
  if ("failure" in context) return context;
  const over = await openPlain(destination, attempt);
  if ("failure" in over) return over;
  const refused = settings.starttls === null ? null : await agreeOnTls(over, settings.starttls, attempt);
  if (refused !== null) return refused;
  return attempt.wait<Met>((settle) => {
    attempt.enter("tls");
    const serverName = settings.server_name ?? undefined;
    const options = { protocols: null, requestOcsp: settings.ocsp !== "ignore", over, serverName };
    const socket = destination.openTls(context, settings.verify, options);
    let ocsp: Met["ocsp"] = "not_stapled";
    attempt.hold(socket);
    socket.on("error", (error) => settle(failureOf(error, attempt.stage)));
    socket.on("OCSPResponse", (response: Buffer | null) => {
      if (response !== null && response.length > 0) ocsp = ocspStatus(response, deps.now());
    });
    socket.once("secureConnect", () => settle({ socket, ocsp }));
  });
}

/** What is older than 1.2 fails in the handshake already. */
function judgeVersion(socket: TLSSocket, { min_version }: TlsSettings): Failure | null {
  if (min_version === "1.2" || socket.getProtocol() === "TLSv1.3") return null;
  return {
    failure: "assertion_failed",
    detail: `speaks ${socket.getProtocol()}, less than TLS ${min_version}`,
  };
}

function judgeOcsp(ocsp: Met["ocsp"], settings: TlsSettings): Failure | null {
  if (settings.ocsp === "ignore") return null;
  if (ocsp === "revoked")
    return { failure: "certificate_revoked", detail: "the stapled OCSP answer says so" };
  if (settings.ocsp !== "required" || ocsp === "good") return null;
  const detail = ocsp === "not_stapled" ? "no OCSP answer was stapled" : `the stapled OCSP answer is ${ocsp}`;
  return { failure: "assertion_failed", detail };
}
