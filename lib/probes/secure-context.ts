import { createSecureContext, type SecureContext } from "node:tls";
import type { Failure, ProbeDeps } from "./attempt";

/** Contexts of checks with their own authority or certificate; making one costs more than a whole check. */
const known = new Map<string, SecureContext>();
const knownMax = 200;

export type OwnTrust = {
  ca: string | null;
  clientCertificate: { certificate: string; key: string } | null;
};

/** The process's own context, or one of this check's authority and certificate; oldest out first. */
export function secureContextFor(trust: OwnTrust, deps: ProbeDeps): SecureContext | Failure {
  const { ca, clientCertificate } = trust;
  if (ca === null && clientCertificate === null) return deps.secureContext;
  const key = JSON.stringify(trust);
  const found = known.get(key);
  if (found !== undefined) return found;
  try {
    const made = createSecureContext({
      ...(ca === null ? {} : { ca }),
      ...(clientCertificate === null
        ? {}
        : { cert: clientCertificate.certificate, key: clientCertificate.key }),
    });
    if (known.size >= knownMax) known.delete(known.keys().next().value ?? "");
    known.set(key, made);
    return made;
  } catch {
    return { failure: "probe_failed", detail: "the check's certificate, key or authority cannot be read" };
  }
}
