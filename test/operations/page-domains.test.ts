import { describe, expect, it } from "vitest";
import { pageCreateInput } from "@/lib/domain/page";
import { provingText } from "@/lib/domain/page-domain";
import { readDomainEvidence } from "@/lib/net/domain-records";
import { getPageDomain, mayHaveCertificate, recordDomainEvidence } from "@/lib/operations/page-domains";
import { createPage } from "@/lib/operations/pages";
import { serveDns, txt } from "../probes/dns-server";
import { day, newScope } from "./ledger-rig";

const now = day(5);
let made = 0;

async function claim(domain: string | null) {
  const scope = newScope();
  made += 1;
  const slug = `domain-${made}`;
  const { id } = await createPage(scope, pageCreateInput.parse({ slug, name: "Acme", domain }), now);
  const prove = () => recordDomainEvidence(scope, id, { texts: [provingText(id)], pointsHere: true }, now);
  return { scope, id, prove };
}

describe("R6.6 a domain of a page's own", () => {
  it("is served unproven, gets a certificate only once proven, and says what to set until then", async () => {
    const { scope, id, prove } = await claim("status.one.example");
    expect(await mayHaveCertificate("status.one.example")).toBe(false);
    expect(await getPageDomain(scope, id)).toMatchObject({
      verifiedAt: null,
      isTaken: false,
      records: [
        { type: "CNAME", name: "status.one.example", isSeen: false },
        { type: "TXT", name: "_probity.status.one.example", value: `probity-page=${id}` },
      ],
    });
    expect(await prove()).toMatchObject({ verifiedAt: now });
    expect(await mayHaveCertificate("STATUS.one.example.")).toBe(true);
    expect(await mayHaveCertificate("nobody.example")).toBe(false);
  });

  it("is not proven by pointing here, nor by another page's word", async () => {
    const [mine, other] = [await claim("status.two.example"), await claim(null)];
    const evidence = { texts: [provingText(other.id), "unrelated"], pointsHere: true };
    expect(await recordDomainEvidence(mine.scope, mine.id, evidence, now)).toMatchObject({
      verifiedAt: null,
    });
    expect(await mayHaveCertificate("status.two.example")).toBe(false);
  });

  it("goes to the rival that proves it, and then to nobody else", async () => {
    const squatter = await claim("status.three.example");
    const owner = await claim("status.three.example");
    expect(await getPageDomain(owner.scope, owner.id)).toMatchObject({ isTaken: true });
    expect(await owner.prove()).toMatchObject({ isTaken: false, verifiedAt: now });
    expect(await getPageDomain(squatter.scope, squatter.id)).toMatchObject({
      isTaken: true,
      verifiedAt: null,
    });
    await expect(squatter.prove()).rejects.toMatchObject({ code: "conflict" });
    await expect(claim("status.three.example")).rejects.toMatchObject({ code: "conflict" });
  });

  it("reads its proof from DNS, in however many pieces, and takes silence for none", async () => {
    const server = await serveDns(() => ({ records: [txt("probity-", "page=pag_1")] }));
    expect(
      await readDomainEvidence("status.four.example", "probity.example", [server.address]),
    ).toMatchObject({
      texts: ["probity-page=pag_1"],
      pointsHere: false,
    });
    const broken = await serveDns(() => ({ code: 2 }));
    expect(await readDomainEvidence("status.four.example", "probity.example", [broken.address])).toEqual({
      texts: [],
      pointsHere: false,
    });
  });
});
