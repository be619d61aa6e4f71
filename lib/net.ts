import { connect, isIP, type Socket } from "node:net";
import { type SecureContext, type TLSSocket, connect as tlsConnect } from "node:tls";
import { type AddressPolicy, mayReach } from "./net/address";
import type { Resolution, Resolve } from "./net/resolve";

type Refusal = { failure: "private_address" | Exclude<Resolution, { addresses: unknown }>["failure"] };

type Pinned = { address: string; family: 4 | 6 };

/** How long one of several addresses may take before the next is tried; the last has until the check's deadline. */
const attemptMs = 1_000;
const maxAddresses = 8;

/**
 * A place that was looked up once and found allowed. Only {@link Destination.find} makes one and only this opens
 * sockets to addresses users gave, so a name that changes its answer after the look-up is never asked again.
 */
export class Destination {
  readonly host: string;
  readonly port: number;
  readonly #addresses: readonly Pinned[];

  private constructor(host: string, port: number, addresses: readonly Pinned[]) {
    this.host = host;
    this.port = port;
    this.#addresses = addresses;
  }

  /**
   * `host` is a name or an IP literal without brackets. Literals are judged first, because sockets never look them
   * up; of a name every address must be allowed, so that a mixed answer cannot smuggle one in.
   */
  static async find(
    host: string,
    port: number,
    policy: AddressPolicy,
    resolve: Resolve,
  ): Promise<Destination | Refusal> {
    const found = isIP(host) === 0 ? await resolve(host) : { addresses: [host] };
    if ("failure" in found) return found;
    if (found.addresses.length === 0) return { failure: "dns_not_found" };
    if (!found.addresses.every((address) => mayReach(address, port, policy)))
      return { failure: "private_address" };
    return new Destination(host, port, found.addresses.slice(0, maxAddresses).map(pin));
  }

  openTcp(): Socket {
    return connect({ ...this.#place(), noDelay: true });
  }

  /** `verify: false` accepts any certificate. The name is proven against the host asked for, never the address. */
  openTls(secureContext: SecureContext, verify: boolean): TLSSocket {
    return tlsConnect({
      ...this.#place(),
      secureContext,
      rejectUnauthorized: verify,
      ALPNProtocols: ["http/1.1"],
      ...(isIP(this.host) === 0 ? { servername: this.host } : {}),
    });
  }

  #place() {
    const [only] = this.#addresses;
    if (only !== undefined && this.#addresses.length === 1) return { host: only.address, port: this.port };
    return {
      host: this.host,
      port: this.port,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: attemptMs,
      lookup: this.#lookup,
    };
  }

  /** Stands in for DNS when a socket asks again: always the answer that was judged. */
  readonly #lookup = (
    _host: string,
    options: { all?: boolean | undefined },
    answer: (error: null, address: string | Pinned[], family?: number) => void,
  ): void => {
    const [first] = this.#addresses;
    if (options.all === true) answer(null, [...this.#addresses]);
    else answer(null, first?.address ?? "", first?.family ?? 4);
  };
}

function pin(address: string): Pinned {
  return { address, family: isIP(address) === 6 ? 6 : 4 };
}
