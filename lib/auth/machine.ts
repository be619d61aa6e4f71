import ipaddr from "ipaddr.js";
import { env } from "@/lib/env";

/** The HTTP entry sets it on what a proxy has passed on, trusted or not; whoever else sends it only gives up rights. */
export const relayedHeader = "x-probity-relayed";

/**
 * Where a request comes from, as the HTTP entry left it: the client's address, the name it asked for, and whether a
 * proxy has passed it on.
 */
export type RequestOrigin = { client: string; host: string; relayed: boolean };

/**
 * Whether whoever asks sits at this machine. Four things must agree, because each alone can be brought about from
 * outside: the address (a proxy beside us has the same), the name asked for (a foreign name may be made to lead to
 * loopback, and many a proxy asks for ours), that no proxy passed the request on, and that this installation was
 * never told to be reached from elsewhere.
 */
export function isMachineItself({ client, host, relayed }: RequestOrigin): boolean {
  const name = nameOf(`http://${host}`);
  return !relayed && isLoopback(client) && isLoopback(name) && isLoopback(nameOf(env().publicUrl));
}

function nameOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname.replace(/^\[|\]$/g, "") : "";
}

function isLoopback(name: string): boolean {
  return name === "localhost" || (ipaddr.isValid(name) && ipaddr.process(name).range() === "loopback");
}
