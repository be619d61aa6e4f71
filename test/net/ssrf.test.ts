import { createSocket } from "node:dgram";
import { afterAll, describe, expect, it } from "vitest";
import { dnsAssertion } from "@/lib/domain/assertion";
import { addressPolicy } from "@/lib/net/address";
import type { Resolve } from "@/lib/net/resolve";
import { ipv4, serveDns } from "../probes/dns-server";
import {
  checkHttp,
  checkOther,
  checkTcp,
  closeAll,
  closedPolicy,
  names,
  serve,
  witness,
} from "../probes/rig";

afterAll(closeAll);

const shut = { policy: closedPolicy };

describe("DESIGN §4: no packet goes to a private address", () => {
  it.each([
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:10.0.0.1]/",
    "http://[fd00:ec2::254]/",
  ])("%s ends as private_address", async (target) => {
    const outcome = await checkHttp(target, { deps: shut });
    expect(outcome).toMatchObject({ ok: false, failure: "private_address", suspect: false });
    expect(outcome.phases.connectMs).toBeNull();
  });

  it.each([
    "127.0.0.1",
    "0x7f000001",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "127.0.0.1.",
    "①②⑦.⓪.⓪.①",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "0.0.0.0",
    "0",
  ])("reaches nothing when loopback is spelt %s", async (host) => {
    const { port, visits } = await witness();
    const outcome = await checkHttp(`http://${host}:${port}/`, { deps: shut });
    expect(outcome.failure).toBe("private_address");
    const tcp = await checkTcp(`${host}:${port}`, { deps: shut });
    expect(["private_address", "probe_failed"]).toContain(tcp.failure);
    expect(visits()).toBe(0);
  });

  it("reaches nothing through a name that stands for a private address", async () => {
    const { port, visits } = await witness();
    const resolve = names({ "inside.example": ["127.0.0.1"] });
    expect((await checkHttp(`http://inside.example:${port}/`, { deps: { ...shut, resolve } })).failure).toBe(
      "private_address",
    );
    expect((await checkTcp(`inside.example:${port}`, { deps: { ...shut, resolve } })).failure).toBe(
      "private_address",
    );
    expect(visits()).toBe(0);
  });

  it("reaches nothing through a name with one public and one private address", async () => {
    const { port, visits } = await witness();
    const resolve = names({ "mixed.example": ["93.184.215.14", "127.0.0.1"] });
    const outcome = await checkHttp(`http://mixed.example:${port}/`, { deps: { ...shut, resolve } });
    expect(outcome.failure).toBe("private_address");
    expect(visits()).toBe(0);
  });

  it.each([[["127.0.0.2"]], [["127.0.0.2", "127.0.0.3"]]])(
    "asks a name once and connects to that answer %j, however it changes afterwards (rebinding)",
    async (first) => {
      const { port, visits } = await witness("127.0.0.1");
      let asked = 0;
      const rebinding: Resolve = async () => {
        asked += 1;
        return { addresses: asked === 1 ? first : ["127.0.0.1"] };
      };
      const policy = addressPolicy(["127.0.0.2/32", "127.0.0.3/32"]);
      const outcome = await checkHttp(`http://rebind.example:${port}/`, {
        deps: { policy, resolve: rebinding },
      });
      expect(outcome.failure).toBe("connect_refused");
      expect(asked).toBe(1);
      expect(visits()).toBe(0);
    },
  );

  it("judges every hop: a redirect to a private address is not followed", async () => {
    const { port, visits } = await witness("127.0.0.1");
    const open = await serve((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end();
    }, "127.0.0.2");
    const outcome = await checkHttp(open, { deps: { policy: addressPolicy(["127.0.0.2/32"]) } });
    expect(outcome.failure).toBe("private_address");
    expect(visits()).toBe(0);
  });

  it("judges every hop: a redirect to a name that stands for a private address is not followed", async () => {
    const { port, visits } = await witness("127.0.0.1");
    const open = await serve((_request, response) => {
      response.writeHead(302, { location: `http://inside.example:${port}/` }).end();
    }, "127.0.0.2");
    const resolve = names({ "inside.example": ["127.0.0.1"] });
    const outcome = await checkHttp(open, { deps: { policy: addressPolicy(["127.0.0.2/32"]), resolve } });
    expect(outcome.failure).toBe("private_address");
    expect(visits()).toBe(0);
  });

  it.each(["ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://user:secret@127.0.0.1/"])(
    "does not follow a redirect to %s",
    async (location) => {
      const open = await serve((_request, response) => void response.writeHead(302, { location }).end());
      expect((await checkHttp(open)).failure).toBe("bad_redirect");
    },
  );
});

/** Counts who comes by TCP and by UDP to one port of loopback. */
async function doubleWitness(): Promise<{ port: number; visits: () => number; close: () => void }> {
  const { port, visits } = await witness("127.0.0.1");
  let datagrams = 0;
  const udp = createSocket("udp4").on("message", () => {
    datagrams += 1;
  });
  await new Promise<void>((resolve) => udp.bind(port, "127.0.0.1", resolve));
  return { port, visits: () => visits() + datagrams, close: () => udp.close() };
}

describe("DESIGN §4: no kind of check and none of its settings is a way in", () => {
  const inside = names({ "inside.example": ["127.0.0.1"], "mixed.example": ["93.184.215.14", "127.0.0.1"] });
  const hosts = ["127.0.0.1", "[::ffff:127.0.0.1]", "[::1]", "inside.example", "mixed.example"];

  it.each(hosts)("of the target, where it stands for %s", async (host) => {
    const { port, visits, close } = await doubleWitness();
    const deps = { policy: closedPolicy, resolve: inside, pingCommand: "no-such-program" };
    const place = `${host}:${port}`;
    const runs = [
      checkHttp(`https://${place}/`, { deps }),
      checkHttp(`http://${place}/`, { deps, settings: { ip_version: "4" } }),
      checkOther("tcp", place, { deps, settings: { send: "x", expect: "y" } }),
      checkOther("tcp", place, { deps, settings: { starttls: "smtp" } }),
      checkOther("tls", place, { deps }),
      checkOther("tls", place, { deps, settings: { starttls: "imap", server_name: "example.com" } }),
      checkOther("dns", "www.example.com", { deps, settings: { server: place } }),
      checkOther("icmp", host, { deps }),
    ];
    for (const outcome of await Promise.all(runs))
      expect(outcome).toMatchObject({ verdict: "down", failure: "private_address", suspect: false });
    expect(visits()).toBe(0);
    close();
  });

  it.each(hosts)("of a journey's step or its redirect, where it stands for %s", async (host) => {
    const { port, visits, close } = await doubleWitness();
    const open = await serve((request, response) => {
      if (request.url === "/away") response.writeHead(307, { location: `http://${host}:${port}/` }).end();
      else response.end(`${host}:${port}`);
    }, "127.0.0.2");
    const deps = { policy: addressPolicy(["127.0.0.2/32"]), resolve: inside };
    const step = (url: string) => ({ name: "Next", url });
    const read = [{ name: "place", from: "body_regex", pattern: ".*" }];
    const journeys = [
      { steps: [step(`http://${host}:${port}/`)] },
      { steps: [step("/away")] },
      { steps: [step(`${open}/away`)] },
    ];
    for (const settings of journeys)
      expect(await checkOther("http", `${open}/`, { deps, settings })).toMatchObject({
        failure: "private_address",
      });
    const told = await checkOther("http", `${open}/`, {
      deps,
      settings: { extract: read, steps: [step("http://{{place}}/")] },
    });
    expect(told.verdict).toBe("down");
    expect(visits()).toBe(0);
    close();
  });

  it.each(hosts)("of a registry's address or its redirect, where it stands for %s", async (host) => {
    const { port, visits, close } = await doubleWitness();
    const away = await serve((_request, response) => {
      response.writeHead(302, { location: `http://${host}:${port}/` }).end();
    }, "127.0.0.2");
    const server = (await serveDns(() => ({ records: [ipv4("192.0.2.1")] }))).address;
    const policy = addressPolicy(["127.0.0.2/32"], [server]);
    const assertions = [dnsAssertion.parse({ type: "domain_days_left", at_least: 1 })];
    for (const rdap_url of [`http://${host}:${port}/`, `${away}/`])
      expect(
        await checkOther("dns", "www.example.com", {
          ...{ deps: { policy, resolve: inside }, settings: { server, rdap_url }, assertions },
        }),
      ).toMatchObject({ failure: "private_address" });
    expect(visits()).toBe(0);
    close();
  });

  it("of a name server's name that changes between the datagram and the connection (rebinding)", async () => {
    const truncating = await serveDns(() => ({ truncated: true }));
    const port = Number(truncating.address.split(":")[1]);
    let looked = 0;
    const resolve: Resolve = async () => {
      looked += 1;
      return { addresses: [looked === 1 ? "127.0.0.1" : "127.0.0.9"] };
    };
    const policy = addressPolicy([], [truncating.address]);
    const settings = { server: `ns.example:${port}` };
    await checkOther("dns", "www.example.com", { deps: { policy, resolve }, settings, timeoutMs: 500 });
    expect(looked).toBe(1);
    expect(truncating.asked).toContain("tcp");
  });
});
