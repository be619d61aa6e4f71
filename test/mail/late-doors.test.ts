import { describe, expect, it } from "vitest";
import { linksOf } from "@/lib/operations/recipient-links";
import { readLinkToken } from "@/lib/signed-link";

const contact = `con_${"0".repeat(26)}`;
const recipient = { organizationId: "org_acme", recipientId: contact, slots: { generation: "2" } };

describe("the doors of a recipient", () => {
  it("are made when its copy leaves, of its own generation, and a credit brings its memo along", () => {
    const { slots, unsubscribeUrl } = linksOf({
      ...recipient,
      template: "credit_issued",
      notice: { creditId: "crd_1" },
    });
    const [, token = "", rest] = /\/subscription\/([^/]+)(\/.*)$/.exec(slots.memoLink ?? "") ?? [];
    expect(readLinkToken(token)).toEqual({ organizationId: "org_acme", id: contact, generation: 2 });
    expect(rest).toBe("/memo/crd_1.pdf");
    expect(slots.unsubscribe).toBe(`${slots.preferences}/unsubscribe`);
    expect(unsubscribeUrl).toBe(slots.unsubscribe);
  });

  it("are none of who has no row of its own: a sign-in link is nobody's to unsubscribe from", () => {
    const user = { ...recipient, recipientId: null, slots: { link: "https://probity.test/x" } };
    expect(linksOf({ ...user, template: "sign_in", notice: {} })).toEqual({
      slots: {},
      unsubscribeUrl: null,
    });
  });
});
