import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { forwardedBy } from "@/lib/server/forwarded";
import { strictTransportOf } from "@/lib/server/strict-transport";

/** What an answer says over a real socket, to whoever comes from loopback with these headers. */
async function saidTo(
  headers: Record<string, string>,
  { publicUrl, trusted = [] }: { publicUrl: string; trusted?: string[] },
): Promise<string | null> {
  const [rewrite, transport] = [forwardedBy(trusted), strictTransportOf(publicUrl)];
  const server = createServer((request, response) => {
    rewrite(request);
    const said = transport(request);
    if (said !== null) response.setHeader("strict-transport-security", said);
    // As the front writes what is published.
    response.writeHead(200, ["Content-Type", "text/plain", "Vary", "Accept"]).end("ok");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { headers });
  expect([answer.headers.get("vary"), await answer.text()]).toEqual(["Accept", "ok"]);
  server.close();
  return answer.headers.get("strict-transport-security");
}

const secure = "https://probity.test";
const trusted = ["127.0.0.0/8"];

it("is said where the product is reached by https, for that name alone", async () => {
  expect(await saidTo({}, { publicUrl: secure })).toBe("max-age=31536000");
});

it("is not said where the product is reached by plain http", async () => {
  const plain = { publicUrl: "http://127.0.0.1:3000", trusted };
  expect(await saidTo({}, plain)).toBeNull();
  expect(await saidTo({ "x-forwarded-proto": "https" }, plain)).toBeNull();
});

it("is not said on a way that our proxy calls plain; a stranger's word for it changes nothing", async () => {
  const plain = { "x-forwarded-proto": "http" };
  expect(await saidTo(plain, { publicUrl: secure, trusted })).toBeNull();
  expect(await saidTo(plain, { publicUrl: secure })).toBe("max-age=31536000");
  expect(await saidTo({ "x-forwarded-proto": "https" }, { publicUrl: secure, trusted })).not.toBeNull();
});
