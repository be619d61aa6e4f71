import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showContact } from "@/app/_server/contact-link";
import { showLayer } from "@/app/_server/me";
import { GET as onPage } from "@/app/status/[page]/me/[kind]/[file]/route";
import { GET as byLink } from "@/app/subscription/[token]/[kind]/[file]/route";
import { closeDatabase } from "@/db/client";
import { passCookie, signPass } from "@/lib/auth/page-pass";
import { contactInput } from "@/lib/domain/contact";
import { pageCreateInput, pagePatchInput } from "@/lib/domain/page";
import { hourMs } from "@/lib/domain/time";
import { closeStatement } from "@/lib/operations/closing";
import { archiveContact, createContact } from "@/lib/operations/contacts";
import { issueCredit } from "@/lib/operations/credits";
import { createPage, updatePage } from "@/lib/operations/pages";
import { type LinkHolder, linkToken } from "@/lib/signed-link";
import { signed, statementsOf } from "./contract-rig";
import { append, day, newComponent, newScope, says } from "./ledger-rig";

const later = day(40);

/** An organization with a page, and two customers of it: each has a contact, a closed statement and an issued credit. */
async function house(slug: string) {
  const scope = newScope();
  const component = await newComponent(scope);
  const outage = [
    says(component, "operational", day(0)),
    says(component, "major_outage", day(2)),
    says(component, "operational", day(2) + 10 * hourMs),
  ];
  await append(scope, outage, day(3));
  const page = await createPage(
    scope,
    pageCreateInput.parse({ slug, name: "Acme", customer_layer: true }),
    later,
  );
  const customers = [await customerOf("ana"), await customerOf("bo")] as const;
  return { scope, page, slug, customers };

  async function customerOf(name: string) {
    const { customer, contract } = await signed(scope, component, { startsAt: day(0), now: later });
    const statements = await statementsOf(scope, contract.id, later);
    const [first, second] = statements;
    const closed = await closeStatement(scope, first?.id ?? "", later);
    await issueCredit(scope, { id: closed.creditId ?? "" }, later);
    const email = `${name}@${slug}.example`;
    const contact = await createContact(scope, customer.id, contactInput.parse({ name, email }), later);
    const holder = { organizationId: scope.organizationId, id: contact.id, generation: 1 };
    const files = { memo: closed.creditId ?? "", statement: closed.id, open: second?.id ?? "" };
    return { customer, contact, holder, files };
  }
}

type House = Awaited<ReturnType<typeof house>>;
let acme: House;
let other: House;

beforeAll(async () => {
  [acme, other] = [await house("papers"), await house("other-papers")];
}, 60_000);
afterAll(closeDatabase);

const linked = (token: string, kind: string, id: string) =>
  byLink(new Request("http://a.test/"), { params: Promise.resolve({ token, kind, file: `${id}.pdf` }) });

function cookieOf({ page }: House, contactId: string): { cookie: string } {
  const pass = { pageId: page.id, audience: `contact:${contactId}`, epoch: 1 };
  return { cookie: `${passCookie}=${signPass("pass", { ...pass, expiresAt: Date.now() + hourMs })}` };
}

const entered = (at: House, headers: Record<string, string>, kind: string, id: string) =>
  onPage(new Request(`http://a.test/status/${at.slug}/me/${kind}/${id}.pdf`, { headers }), {
    params: Promise.resolve({ page: at.slug, kind, file: `${id}.pdf` }),
  });

async function isPdf(response: Response): Promise<boolean> {
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  return (await response.text()).startsWith("%PDF");
}

/** What a refusal shows: the same to everybody, whatever there is behind it. */
const refusal = async (response: Response) => [
  response.status,
  await response.text(),
  Object.fromEntries(response.headers),
];

describe("a customer's papers", () => {
  it("are given to its contact by the link of its mails, and on the page where it signed in", async () => {
    const [mine] = acme.customers;
    const token = linkToken(mine.holder);
    for (const kind of ["memo", "statement"] as const) {
      expect(await isPdf(await linked(token, kind, mine.files[kind]))).toBe(true);
      const pass = cookieOf(acme, mine.contact.id);
      expect(await isPdf(await entered(acme, pass, kind, mine.files[kind]))).toBe(true);
    }
    const list = await (await showContact(mine.holder)).text();
    expect(list).toContain(`/subscription/${token}/memo/${mine.files.memo}.pdf`);
    expect(list).toContain(`/subscription/${token}/statement/${mine.files.statement}.pdf`);
    expect(list).not.toContain(mine.files.open);
    const headers = cookieOf(acme, mine.contact.id);
    const layer = await (
      await showLayer(new Request("http://a.test/status/papers/me", { headers }), "papers")
    ).text();
    expect(layer).toContain(`/status/papers/me/memo/${mine.files.memo}.pdf`);
    expect(layer).toContain(`/status/papers/me/statement/${mine.files.statement}.pdf`);
  });

  it("are refused all alike: another customer's, another tenant's, an open one, none, and by an altered link", async () => {
    const [[mine, theirs], [foreign]] = [acme.customers, other.customers];
    const token = linkToken(mine.holder);
    const older: LinkHolder = { ...mine.holder, generation: 2 };
    const nothing = await refusal(await linked(token, "memo", "crd_none"));
    expect(nothing[0]).toBe(404);
    const attempts: [string, string, string][] = [
      [token, "memo", theirs.files.memo],
      [token, "statement", theirs.files.statement],
      [token, "statement", foreign.files.statement],
      [token, "memo", foreign.files.memo],
      [token, "statement", mine.files.open],
      [token, "constructor", mine.files.memo],
      [token, "memo", `../${mine.files.memo}`],
      [linkToken(older), "memo", mine.files.memo],
      [token.replace(mine.holder.id, theirs.holder.id), "memo", theirs.files.memo],
      [`${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`, "memo", mine.files.memo],
      ["", "memo", mine.files.memo],
    ];
    for (const [link, kind, id] of attempts)
      expect(await refusal(await linked(link, kind, id)), `${kind} ${id}`).toEqual(nothing);
    const visits: [House, Record<string, string>, string, string][] = [
      [acme, {}, "memo", mine.files.memo],
      [acme, cookieOf(acme, mine.contact.id), "memo", theirs.files.memo],
      [acme, cookieOf(acme, mine.contact.id), "statement", theirs.files.statement],
      [acme, cookieOf(acme, mine.contact.id), "statement", mine.files.open],
      [acme, cookieOf(other, foreign.contact.id), "memo", mine.files.memo],
      [other, cookieOf(acme, mine.contact.id), "memo", mine.files.memo],
      [other, cookieOf(other, mine.contact.id), "memo", mine.files.memo],
    ];
    for (const [at, headers, kind, id] of visits)
      expect(await refusal(await entered(at, headers, kind, id)), `${kind} ${id}`).toEqual(nothing);
  });

  it("are nobody's any more once the contact has gone or the page has no layer for customers", async () => {
    const [, theirs] = other.customers;
    const pass = cookieOf(other, theirs.contact.id);
    await updatePage(
      other.scope,
      { id: other.page.id, patch: pagePatchInput.parse({ customer_layer: false }) },
      later,
    );
    expect((await entered(other, pass, "memo", theirs.files.memo)).status).toBe(404);
    expect((await linked(linkToken(theirs.holder), "memo", theirs.files.memo)).status).toBe(200);
    await archiveContact(other.scope, { customerId: theirs.customer.id, id: theirs.contact.id }, later);
    expect((await linked(linkToken(theirs.holder), "memo", theirs.files.memo)).status).toBe(404);
  });
});
