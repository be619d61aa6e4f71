/** A tcp target taken apart; `host` is a name, an IPv4 literal or an IPv6 literal without brackets. */
export type HostPort = { host: string; port: number };

/** `host:port` or `[v6]:port`, or null for anything else. */
export function parseHostPort(text: string): HostPort | null {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/@[\]?#]+)):(\d{1,5})$/.exec(text);
  if (match === null) return null;
  const port = Number(match[3]);
  if (port < 1 || port > 65_535) return null;
  const host = canonicalHost(match[1] === undefined ? (match[2] ?? "") : `[${match[1]}]`);
  return host === null ? null : { host, port };
}

/** One spelling per host, by the rules of URLs: 0x7f.1, 2130706433 and unicode digits become 127.0.0.1. */
function canonicalHost(text: string): string | null {
  if (!URL.canParse(`http://${text}/`)) return null;
  return bareHost(new URL(`http://${text}/`).hostname);
}

/** The host of a URL as sockets want it: IPv6 without brackets, a name without its final dot. */
export function bareHost(hostname: string): string {
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  return hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
}

/** Why `text` cannot be a tcp target, or null. */
export function hostPortComplaint(text: string): string | null {
  return parseHostPort(text) === null
    ? "must be host:port, for example db.example.com:5432 or [2001:db8::1]:53"
    : null;
}

/** Why `text` cannot be an http target, or null. Whether the address may be reached is decided at each run. */
export function httpUrlComplaint(text: string): string | null {
  const url = URL.parse(text);
  return url === null ? "must be a full URL such as https://example.com/health" : urlComplaint(url);
}

/** The same of one that is a URL; parsing costs more than all that is asked here. */
export function urlComplaint(url: URL): string | null {
  if (url.protocol !== "http:" && url.protocol !== "https:") return "must begin with http:// or https://";
  if (url.username !== "" || url.password !== "")
    return "must not hold a user name or password; use a header";
  if (url.hostname.length > 255) return "names a host longer than 255 characters";
  return url.port === "0" ? "must not name port 0" : null;
}

/** Why `text` cannot be a DNS name, or null. Underscores are allowed: records of services begin with them. */
export function nameComplaint(text: string): string | null {
  const labels = text.replace(/\.$/, "").split(".");
  const isName =
    text.length <= 254 && labels.every((label) => /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/.test(label));
  if (!isName || /^\d+$/.test(labels.at(-1) ?? "")) return "must be a DNS name such as example.com";
  return null;
}

/** Why `text` cannot be a host to send echo requests to, or null. */
export function hostComplaint(text: string): string | null {
  const place = parseHostPort(`${/^[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*$/.test(text) ? `[${text}]` : text}:1`);
  return place === null ? "must be a host name or an address, for example db.example.com" : null;
}
