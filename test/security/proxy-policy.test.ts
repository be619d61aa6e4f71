import { expect, it } from "vitest";
import { config } from "@/proxy";

/** Whether the dashboard's policy, which knows no style but by its nonce, stands over the answer. */
const isUnderPolicy = (path: string) =>
  config.matcher.some(({ source }) => new RegExp(`^${source}$`).test(path));

it.each([
  ...[
    "/status/demo/enter",
    "/status/demo/enter/link",
    "/status/demo/enter/member",
    "/status/demo/enter/ticket",
  ],
  ...["/status/demo/me", "/status/demo/me/memo/crd_1.pdf", "/status/demo/subscribe", "/subscription/x.1.y"],
  ...["/subscription/x.1.y/statement/stm_1.pdf", "/outbox/eml_1/body", "/acme/customers/messages/msg_1/mail"],
])("%s brings a policy of its own, and no other stands over it", (path) => {
  expect(isUnderPolicy(path)).toBe(false);
});

it.each([
  ...["/", "/acme", "/sign-in", "/outbox", "/outbox/eml_1", "/status/-/history", "/status/demo/menu"],
  ...["/status/demo/enterprise", "/acme/subscribers", "/invitations/x"],
])("%s has the dashboard's", (path) => {
  expect(isUnderPolicy(path)).toBe(true);
});
