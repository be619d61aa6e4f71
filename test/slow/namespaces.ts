import { spawnSync } from "node:child_process";

/** A network of its own, joined to this machine's by a cable; the machine answers in it as `control` and `target`. */
export type Namespace = {
  /** What runs a program inside: to be put before its words. */
  enter: readonly string[];
  control: string;
  target: string;
  /** Lets what is inside reach another address of this machine. */
  route(address: string): void;
  /** Takes away the way to `control` alone, as a firewall or a broken peering would, and gives it back. */
  bar(): void;
  unbar(): void;
  /** Pulls the cable, and plugs it in again. */
  unplug(): void;
  plug(): void;
  remove(): void;
};

function ip(...words: string[]): boolean {
  return spawnSync("ip", words, { stdio: "ignore" }).status === 0;
}

function must(...words: string[]): void {
  if (!ip(...words)) throw new Error(`ip ${words.join(" ")} failed`);
}

/** Whether this machine lets us make namespaces: Linux with iproute2, as root. */
export function canMakeNamespaces(): boolean {
  const name = `pbtry${process.pid}`;
  const made =
    ip("netns", "add", name) && ip("link", "add", name, "type", "veth", "peer", "name", `${name}p`);
  ip("link", "del", name);
  ip("netns", "del", name);
  return made;
}

/** `number` 1 to 9 keeps those of one test apart. */
export function makeNamespace(number: number): Namespace {
  const name = `pb${process.pid}n${number}`;
  const [outside, inside] = [`${name}o`, `${name}i`];
  const net = `10.22${number}.${process.pid % 250}`;
  const [control, target] = [`${net}.1`, `${net}.3`];
  must("netns", "add", name);
  must("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", name);
  for (const address of [control, target]) must("addr", "add", `${address}/24`, "dev", outside);
  must("link", "set", outside, "up");
  must("-n", name, "addr", "add", `${net}.2/24`, "dev", inside);
  must("-n", name, "link", "set", inside, "up");
  must("-n", name, "link", "set", "lo", "up");
  return {
    enter: ["ip", "netns", "exec", name],
    control,
    target,
    route: (address) => must("-n", name, "route", "replace", `${address}/32`, "via", target),
    bar: () => must("-n", name, "route", "add", "blackhole", `${control}/32`),
    unbar: () => must("-n", name, "route", "del", "blackhole", `${control}/32`),
    unplug: () => must("link", "set", outside, "down"),
    plug: () => must("link", "set", outside, "up"),
    remove: () => {
      ip("link", "del", outside);
      ip("netns", "del", name);
    },
  };
}
