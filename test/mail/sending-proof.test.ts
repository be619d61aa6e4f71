import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withOwnProof } from "@/lib/domain/sender";
import { checkSendingDomain } from "@/lib/jobs/check-domain";
import { addSendingDomain } from "@/lib/operations/sending-domains";
import { day, newScope } from "../operations/ledger-rig";
import { serveDns, txt } from "../probes/dns-server";
import { domainServer } from "./domain-server";

const now = day(5);
const domain = "mail.acme.example";
let server: Awaited<ReturnType<typeof domainServer>>;
let texts: string[];
let check: (owner: Awaited<ReturnType<typeof newOwner>>) => ReturnType<typeof checkSendingDomain>;

beforeEach(async () => {
  server = await domainServer();
  texts = [];
  const dns = await serveDns(() => ({ records: texts.map((text) => txt(text)) }));
  const sources = { provider: { apiKey: "re_test", baseUrl: server.url }, nameServers: [dns.address] };
  check = ({ scope, id }) => checkSendingDomain(scope, id, now, sources);
});
afterEach(() => server.close());

/** An organization that wants to send from the domain. */
async function newOwner() {
  const scope = newScope();
  return { scope, id: (await addSendingDomain(scope, { domain }, now)).id };
}

describe("a sending domain that the mail provider knows once for all organizations", () => {
  it("is verified for whom its DNS names, and for no other organization that writes it down", async () => {
    const [owner, thief] = [await newOwner(), await newOwner()];
    await check(owner);
    for (const each of server.domains) each.status = "verified";
    texts = [`probity-mail=${owner.id}`];
    expect(await check(owner)).toMatchObject({ state: "verified", failure: null, verifiedAt: now });
    const stolen = await check(thief);
    expect(stolen).toMatchObject({ state: "pending", verifiedAt: null });
    expect(stolen.failure).toContain(`_probity.${domain}`);
    const own = { type: "TXT", name: `_probity.${domain}`, value: `probity-mail=${thief.id}` };
    expect(stolen.records).toContainEqual({ ...own, priority: null, status: "pending" });
  });

  it("stays proven when its text or its name server is gone later, and names its own record once", async () => {
    const owner = await newOwner();
    await check(owner);
    for (const each of server.domains) each.status = "verified";
    texts = [`probity-mail=${owner.id}`];
    await check(owner);
    texts = [];
    const later = await check(owner);
    expect(later.state).toBe("verified");
    expect(later.records.filter(({ name }) => name === `_probity.${domain}`)).toHaveLength(1);
  });

  it("is not verified by its own text alone", () => {
    const reading = { providerId: "dom_1", state: "pending" as const, records: [], failure: null };
    const row = { id: "snd_1", domain, records: [] };
    expect(withOwnProof(reading, row, ["probity-mail=snd_1"])).toMatchObject({
      state: "pending",
      records: [{ status: "verified" }],
    });
  });
});

it("an organization has at most twenty", async () => {
  const scope = newScope();
  for (let count = 0; count < 20; count += 1)
    await addSendingDomain(scope, { domain: `mail${count}.acme.example` }, now);
  await expect(addSendingDomain(scope, { domain: "one.more.example" }, now)).rejects.toMatchObject({
    code: "conflict",
  });
});
