import ipaddr from "ipaddr.js";
import { env } from "@/lib/env";

/** Where a request comes from, as the HTTP entry left it: the client's address and the name it asked for. */
export type RequestOrigin = { client: string; host: string };

/**
 * Whether whoever asks sits at this machine. Three things must agree, because each alone can be brought about from
 * outside: the address (a proxy beside us has the same), the name asked for (a foreign name may be made to lead to
 * loopback), and that this installation was never told to be reached from elsewhere.
 */
export function isMachineItself({ client, host }: RequestOrigin): boolean {
  const name = nameOf(`http://${host}`);
  return isLoopback(client) && isLoopback(name) && isLoopback(nameOf(env().publicUrl));
}

function nameOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname.replace(/^\[|\]$/g, "") : "";
}

function isLoopback(name: string): boolean {
  return name === "localhost" || (ipaddr.isValid(name) && ipaddr.process(name).range() === "loopback");
}
