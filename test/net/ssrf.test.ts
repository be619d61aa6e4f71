import { afterAll, describe, expect, it } from "vitest";
import { addressPolicy } from "@/lib/net/address";
import type { Resolve } from "@/lib/net/resolve";
import { checkHttp, checkTcp, closeAll, closedPolicy, names, serve, witness } from "../probes/rig";

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
