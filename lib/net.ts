import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { connect, isIP, type Socket } from "node:net";
import { checkServerIdentity, type SecureContext, type TLSSocket, connect as tlsConnect } from "node:tls";
import { type AddressPolicy, mayReach } from "./net/address";
import type { Resolution, Resolve } from "./net/resolve";

type Refusal = { failure: "private_address" | Exclude<Resolution, { addresses: unknown }>["failure"] };

export type TlsOptions = {
  /** The name asked for and proven; the host when left out. */
  serverName?: string | undefined;
  /** Offered by ALPN; null offers none. */
  protocols?: readonly string[] | null;
  /** Ask for a stapled OCSP answer. */
  requestOcsp?: boolean;
  /** An open connection of this place that is to be upgraded. */
  over?: Socket;
};

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

  /** The same place by one family of addresses only, or a refusal when it has none of it. */
  only(version: "any" | "4" | "6"): Destination | Refusal {
    if (version === "any") return this;
    const left = this.#addresses.filter(({ family }) => family === Number(version));
    return left.length === 0 ? { failure: "dns_not_found" } : new Destination(this.host, this.port, left);
  }

  /** The first of the judged addresses, for what connects by itself. */
  get address(): Readonly<Pinned> {
    const [first] = this.#addresses;
    return first ?? { address: this.host, family: 4 };
  }

  /** A datagram socket that hears and tells this place alone. Errors come as events. */
  openUdp(): UdpSocket {
    const { address, family } = this.address;
    const socket = createSocket(family === 6 ? "udp6" : "udp4");
    socket.connect(this.port, address);
    return socket;
  }

  openTcp(): Socket {
    return connect({ ...this.#place(), noDelay: true });
  }

  /** `verify: false` accepts any certificate. The name is proven against the host asked for, never the address. */
  openTls(secureContext: SecureContext, verify: boolean, options: TlsOptions = {}): TLSSocket {
    const name = options.serverName ?? this.host;
    return tlsConnect({
      ...(options.over === undefined ? this.#place() : { socket: options.over }),
      secureContext,
      rejectUnauthorized: verify,
      // What is proven is the name, also over a connection that was opened before (STARTTLS).
      checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
      ...(options.protocols === null ? {} : { ALPNProtocols: [...(options.protocols ?? ["http/1.1"])] }),
      ...(options.requestOcsp ? { requestOCSP: true } : {}),
      ...(isIP(name) === 0 ? { servername: name } : {}),
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
