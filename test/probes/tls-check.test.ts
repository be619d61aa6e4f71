import { readFileSync } from "node:fs";
import { createSecureContext, createServer } from "node:tls";
import { afterAll, describe, expect, it } from "vitest";
import { ocspStatus } from "@/lib/probes/ocsp";
import { checkOther, closeAll, listen, names } from "./rig";

afterAll(closeAll);

const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));
const resolve = names({ "good.example": ["127.0.0.1"], "other.example": ["127.0.0.1"] });
const deps = { resolve, secureContext: createSecureContext({ ca: fixture("ca.pem") }) };

async function serveTls(
  name: string,
  options: { staple?: Buffer; maxVersion?: "TLSv1.2" } = {},
): Promise<number> {
  const { staple, ...rest } = options;
  const server = createServer({ cert: fixture(`${name}.pem`), key: fixture(`${name}.key`), ...rest });
  server.on("OCSPRequest", (_certificate, _issuer, answer) => answer(null, staple ?? null));
  return listen(server);
}

const der = (tag: number, ...parts: Buffer[]) => {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};

/** An OCSP answer (RFC 6960) with one response: 0 good, 1 revoked, 2 unknown. */
function ocsp(status: number, nextUpdate: string): Buffer {
  const time = (text: string) => der(0x18, Buffer.from(text));
  const word = status === 1 ? der(0xa1, time("20260101000000Z")) : der(0x80 + status);
  const single = der(
    0x30,
    der(0x30, Buffer.from([4, 1, 7])),
    word,
    time("20260101000000Z"),
    der(0xa0, time(nextUpdate)),
  );
  const data = der(
    0x30,
    der(0xa2, der(0x04, Buffer.from("key"))),
    time("20260101000000Z"),
    der(0x30, single),
  );
  const basic = der(0x30, data, der(0x30), der(0x03, Buffer.from([0])));
  return der(
    0x30,
    der(0x0a, Buffer.from([0])),
    der(0xa0, der(0x30, der(0x06, Buffer.from([1])), der(0x04, basic))),
  );
}
const later = "20990101000000Z";

describe("a tls check", () => {
  it("is up for a trusted certificate of the name, and keeps whose it is", async () => {
    const port = await serveTls("good");
    const outcome = await checkOther("tls", `good.example:${port}`, { deps });
    expect(outcome).toMatchObject({
      verdict: "up",
      findings: { certificate: { protocol: "TLSv1.3", ocsp: "not_stapled" } },
    });
  });

  it.each([
    ["tls_expired", "expired", "good.example"],
    ["tls_invalid", "selfsigned", "good.example"],
    ["tls_invalid", "good", "other.example"],
  ])("says %s for the certificate %s under %s", async (failure, name, host) => {
    const port = await serveTls(name);
    expect(await checkOther("tls", `${host}:${port}`, { deps })).toMatchObject({ failure });
  });

  it("proves another name than the host's where one is set, and trusts a given authority alone", async () => {
    const port = await serveTls("good");
    const settings = { server_name: "good.example", ca: fixture("ca.pem").toString() };
    const bare = { resolve, secureContext: createSecureContext() };
    expect(await checkOther("tls", `other.example:${port}`, { settings, deps: bare })).toMatchObject({
      verdict: "up",
    });
  });

  it("wants TLS 1.3 where told so", async () => {
    const port = await serveTls("good", { maxVersion: "TLSv1.2" });
    const settings = { min_version: "1.3" };
    expect(await checkOther("tls", `good.example:${port}`, { settings, deps })).toMatchObject({
      failure: "assertion_failed",
      detail: "speaks TLSv1.2, less than TLS 1.3",
    });
  });

  it("heeds a stapled OCSP answer", async () => {
    const run = async (staple: Buffer | undefined, mode: string) => {
      const port = await serveTls("good", staple === undefined ? {} : { staple });
      return checkOther("tls", `good.example:${port}`, { settings: { ocsp: mode }, deps });
    };
    expect(await run(ocsp(1, later), "if_stapled")).toMatchObject({ failure: "certificate_revoked" });
    expect(await run(ocsp(0, later), "required")).toMatchObject({
      findings: { certificate: { ocsp: "good" } },
      ok: true,
    });
    expect(await run(undefined, "required")).toMatchObject({ failure: "assertion_failed" });
    expect(await run(undefined, "if_stapled")).toMatchObject({ ok: true });
    expect(await run(ocsp(1, later), "ignore")).toMatchObject({ ok: true });
  });

  it("reads OCSP answers, expired ones as unknown and garbage as unreadable", () => {
    const now = Date.parse("2026-11-01T00:00:00Z");
    expect(ocspStatus(ocsp(2, later), now)).toBe("unknown");
    expect(ocspStatus(ocsp(0, "20260201000000Z"), now)).toBe("unknown");
    expect(ocspStatus(Buffer.from("garbage"), now)).toBe("unreadable");
    expect(ocspStatus(Buffer.alloc(0), now)).toBe("unreadable");
  });
});
