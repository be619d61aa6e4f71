import type { FailureWord } from "@/lib/domain/check";
import type { Failure, Stage } from "./attempt";

/** Codes of Node, OpenSSL and the HTTP parser that have one meaning wherever they appear. */
const words: Readonly<Record<string, FailureWord>> = {
  ECONNREFUSED: "connect_refused",
  EHOSTUNREACH: "connect_unreachable",
  ENETUNREACH: "connect_unreachable",
  EHOSTDOWN: "connect_unreachable",
  ENETDOWN: "connect_unreachable",
  EACCES: "connect_unreachable",
  EPERM: "connect_unreachable",
  ETIMEDOUT: "connect_timeout",
  ECONNRESET: "connect_reset",
  EPIPE: "connect_reset",
  CERT_HAS_EXPIRED: "tls_expired",
  CERT_NOT_YET_VALID: "tls_expired",
  EPROTO: "tls_failed",
  HPE_HEADER_OVERFLOW: "too_large",
  EMFILE: "probe_failed",
  ENFILE: "probe_failed",
  ENOBUFS: "probe_failed",
  ENOMEM: "probe_failed",
  EADDRNOTAVAIL: "probe_failed",
};

/** Certificate complaints of OpenSSL that are not about time. */
const certificateCodes = /CERT|ISSUER|SIGNATURE|^INVALID_(CA|PURPOSE)$|HOSTNAME_MISMATCH|CRL/;

/** Any error of a socket or parser → its word. What nobody has met is the target's fault only while talking to it. */
export function failureOf(error: Error, stage: Stage): Failure {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return { failure: wordOf(code, stage), detail: code === "" ? error.message : code };
}

function wordOf(code: string, stage: Stage): FailureWord {
  if (code === "ETIMEDOUT" && stage !== "connect") return "connect_reset";
  const known = words[code];
  if (known !== undefined) return known;
  if (code.startsWith("HPE_")) return "protocol_error";
  if (code.startsWith("ERR_SSL_")) return "tls_failed";
  if (certificateCodes.test(code)) return "tls_invalid";
  if (stage === "tls") return "tls_failed";
  return stage === "connect" ? "connect_unreachable" : "protocol_error";
}
