import { describe, expect, it } from "vitest";
import { hookInput } from "@/lib/domain/hook-address";

const complaint = (url: string, channel: Parameters<typeof hookInput>[0] = "webhook") =>
  hookInput(channel).safeParse(url).error?.issues[0]?.message ?? null;

describe("the address of an incoming webhook", () => {
  it.each([
    "https://127.0.0.1/h",
    "https://2130706433/h",
    "https://0x7f.1/h",
    "https://[::1]/h",
    "https://[::ffff:127.0.0.1]/h",
    "https://localhost/h",
    "https://localhost./h",
    "https://jobs.localhost./h",
    "https://metadata.google.internal./h",
    "https://printer.local/h",
  ])("is no name of this machine or its network: %s", (url) => {
    expect(complaint(url)).toBe("must lead to a public host name");
  });

  it("is https, without credentials, and a chat's own where it is for a chat", () => {
    expect(complaint("http://hooks.example.com/h")).toBe("must be an https:// address");
    expect(complaint("https://me:secret@hooks.example.com/h")).toMatch(/user name or password/);
    expect(complaint("https://hooks.example.com/h", "slack")).toMatch(/^must be an incoming webhook such as/);
    expect(complaint("https://hooks.slack.com/services/T/B/x", "slack")).toBeNull();
    expect(complaint("https://hooks.example.com./h")).toBeNull();
  });
});
