import { assert } from "./errors";

/** Prefix of every kind of identifier that leaves the house. */
const idPrefixes = {
  organization: "org",
  user: "usr",
  apiKey: "key",
  invitation: "inv",
  component: "cmp",
  monitor: "mon",
  page: "pag",
  incident: "inc",
  incidentUpdate: "upd",
  incidentFact: "fct",
  actionItem: "act",
  template: "tpl",
  maintenance: "mnt",
  marker: "mrk",
  dependency: "dep",
  providerSource: "psr",
  claim: "clm",
  subscriber: "sub",
  contact: "con",
  warning: "wrn",
  webhook: "whk",
  event: "evt",
  attempt: "att",
  alert: "alr",
  alertChannel: "alc",
  sendingDomain: "sdm",
  export: "exp",
  import: "imp",
  correction: "cor",
  notice: "ntc",
  delivery: "dlv",
  batch: "bat",
  suppression: "sup",
  audit: "aud",
  checkpoint: "chk",
  outage: "out",
  customer: "cus",
  contract: "ctr",
  commitment: "cmt",
  statement: "stm",
  credit: "crd",
  memo: "mem",
  manifest: "mft",
} as const;

export type IdKind = keyof typeof idPrefixes;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Ten base-32 digits for the milliseconds, so that identifiers sort by birth. */
function encodeTime(nowMs: number): string {
  let rest = nowMs;
  let text = "";
  for (let digit = 0; digit < 10; digit += 1) {
    text = alphabet[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/**
 * `cmp_` + 10 base-32 digits of the instant + 16 of entropy (80 bits): sortable, unguessable enough for an id
 * (never used as a secret). Pure: `entropy` is at least 16 random bytes supplied by the caller.
 */
export function idFrom(kind: IdKind, nowMs: number, entropy: Uint8Array): string {
  assert(entropy.length >= 16, "an id needs 16 bytes of entropy");
  let tail = "";
  for (let index = 0; index < 16; index += 1) tail += alphabet[(entropy[index] ?? 0) % 32];
  return `${idPrefixes[kind]}_${encodeTime(nowMs)}${tail}`;
}

/** Whether `text` has the shape of an identifier of `kind`; says nothing about its existence. */
export function isId(kind: IdKind, text: string): boolean {
  return new RegExp(`^${idPrefixes[kind]}_[0-9a-z]{26}$`).test(text);
}
