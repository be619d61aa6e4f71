import { beforeAll, describe, expect, it } from "vitest";
import { listPageSenders } from "@/lib/operations/sending-domains";
import { type Client, clientOf, complaints, newTenant } from "./client";

let client: Client;
let page: string;

beforeAll(async () => {
  ({ client } = await newTenant("sending"));
  page = String((await client.post("/pages", { slug: "sending-page", name: "Acme" })).json.id);
});

describe("/sending-domains", () => {
  it("says plainly that nothing can be verified where nobody can prove a domain", async () => {
    const made = await client.post("/sending-domains", { domain: "Mail.Acme.example" });
    expect(made.json).toMatchObject({ domain: "mail.acme.example", state: "unchecked", records: [] });
    expect((await client.post("/sending-domains", { domain: "mail.acme.example" })).status).toBe(409);
    const checked = await client.post(`/sending-domains/${made.json.id}/check`, {});
    expect(checked.json.failure).toContain("RESEND_API_KEY is not set");
    expect((await client.delete(`/sending-domains/${made.json.id}`)).status).toBe(204);
    expect((await client.get(`/sending-domains/${made.json.id}`)).status).toBe(404);
    expect(complaints(await client.post("/sending-domains", { domain: "not a domain" }))).toEqual(["domain"]);
  });
});

describe("/pages/{id}/sender", () => {
  it("takes a name and a reply address, and an address only of a proven domain", async () => {
    const sender = { name: "Acme Status", address: null, reply_to: "help@acme.example" };
    expect((await client.send("PUT", `/pages/${page}/sender`, sender)).json).toEqual(sender);
    expect((await client.get(`/pages/${page}/sender`)).json).toEqual(sender);
    expect(await listPageSenders(client.scope, [page, "pag_none"])).toEqual(
      new Map([[page, { name: "Acme Status", address: null, replyTo: "help@acme.example" }]]),
    );
    const stolen = await client.send("PUT", `/pages/${page}/sender`, { address: "ceo@other.example" });
    expect(complaints(stolen)).toEqual(["address"]);
    const injected = await client.send("PUT", `/pages/${page}/sender`, { name: "A\r\nBcc: x@x.test" });
    expect(complaints(injected)).toEqual(["name"]);
    const writer = await clientOf(client.scope.organizationId, ["write"]);
    expect((await writer.send("PUT", `/pages/${page}/sender`, sender)).status).toBe(403);
  });
});
