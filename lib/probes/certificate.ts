import type { TLSSocket } from "node:tls";
import type { Assertion } from "@/lib/domain/assertion";
import { type Findings, shorten } from "@/lib/domain/findings";
import { dayMs, type Ms } from "@/lib/domain/time";
import type { Failure } from "./attempt";

/** Whole days the peer's certificate is still good for; null when it shows none. */
export function daysLeft(socket: TLSSocket, now: Ms): number | null {
  const expiresAt = Date.parse(socket.getPeerCertificate().valid_to);
  return Number.isNaN(expiresAt) ? null : Math.floor((expiresAt - now) / dayMs);
}

/** The peer's certificate as findings keep it; undefined when it shows none that can be read. */
export function describe(socket: TLSSocket): Findings["certificate"] {
  const certificate = socket.getPeerCertificate();
  const expiresAt = Date.parse(certificate.valid_to);
  if (Number.isNaN(expiresAt)) return undefined;
  const names = certificate.subjectaltname?.split(",").length ?? 0;
  return {
    subject: shorten(nameOf(certificate.subject)),
    issuer: shorten(nameOf(certificate.issuer)),
    valid_to: new Date(expiresAt).toISOString(),
    names,
    protocol: socket.getProtocol() ?? "",
  };
}

/** `CN=…, O=…` of a distinguished name. */
function nameOf(name: object | undefined): string {
  return Object.entries(name ?? {})
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join("+") : String(value)}`)
    .join(", ");
}

/** The first assertion about the certificate that does not hold. */
export function judgeCertificate(assertions: readonly Assertion[], left: number | null): Failure | null {
  for (const assertion of assertions) {
    if (assertion.type !== "certificate_days_left") continue;
    if (left === null) return { failure: "assertion_failed", detail: "there is no certificate" };
    if (left < assertion.at_least)
      return {
        failure: "assertion_failed",
        detail: `certificate expires in ${left} days, fewer than ${assertion.at_least}`,
      };
  }
  return null;
}
