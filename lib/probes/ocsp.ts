import type { Ms } from "@/lib/domain/time";
import { type Element, readChildren, readElement } from "./der";

export type OcspStatus = "good" | "revoked" | "unknown" | "unreadable";

const sequence = 0x30;
const enumerated = 0x0a;
const octets = 0x04;
const generalizedTime = 0x18;
const explicit = (tag: number) => 0xa0 + tag;

/**
 * What a stapled OCSP answer (RFC 6960 §4.2.1) says of the certificate; one past its `nextUpdate` is `unknown`. Its
 * signature is not verified: the peer that staples it has proven itself in the handshake, and gains nothing from
 * forging a bad word about itself.
 */
export function ocspStatus(response: Buffer, now: Ms): OcspStatus {
  const basic = basicResponse(response);
  const data = basic && readChildren(basic.content)[0];
  const single = data && firstSingleResponse(data);
  if (!single) return "unreadable";
  const [, status, ...times] = readChildren(single.content);
  if (isPast(times, now)) return "unknown";
  return statusOf(status);
}

/** OCSPResponse → responseBytes → BasicOCSPResponse; null unless the responder was successful. */
function basicResponse(response: Buffer): Element | null {
  const outer = readElement(response);
  if (outer?.tag !== sequence) return null;
  const [status, bytes] = readChildren(outer.content);
  if (status?.tag !== enumerated || status.content[0] !== 0 || bytes?.tag !== explicit(0)) return null;
  const wrapped = readElement(bytes.content);
  const body = wrapped && readChildren(wrapped.content).find(({ tag }) => tag === octets);
  return body ? readElement(body.content) : null;
}

/** ResponseData → responses → the first SingleResponse; stapled answers hold one. */
function firstSingleResponse(data: Element): Element | undefined {
  const responses = readChildren(data.content).find(({ tag }) => tag === sequence);
  return responses && readChildren(responses.content)[0];
}

function isPast(times: readonly Element[], now: Ms): boolean {
  const next = times.find(({ tag }) => tag === explicit(0));
  const time = next && readElement(next.content);
  if (time?.tag !== generalizedTime) return false;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(time.content.toString("latin1")) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) < now;
}

function statusOf(status: Element | undefined): OcspStatus {
  const number = status === undefined ? -1 : status.tag & 0x1f;
  return ({ 0: "good", 1: "revoked", 2: "unknown" } as const)[number] ?? "unreadable";
}
