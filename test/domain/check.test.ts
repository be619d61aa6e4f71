import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failureText, failureWords, monitorInput, monitorPatch } from "@/lib/domain/check";
import { hostPortComplaint, httpUrlComplaint, parseHostPort } from "@/lib/domain/target";

const http = { component_id: "cmp_1", name: "Shop", type: "http", target: "https://example.com/health" };

/** The dotted paths a body is refused for. */
function complaints(changes: Record<string, unknown>): string[] {
  const parsed = monitorInput.safeParse({ ...http, ...changes });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join("."));
}

describe("API.md: a monitor's body", () => {
  it("needs only component, name, type and target; everything else has a default", () => {
    expect(monitorInput.parse(http)).toEqual({
      ...http,
      interval_seconds: 60,
      timeout_ms: 5_000,
      regions: ["local"],
      degraded_after_ms: null,
      confirm: { failures: 2, recoveries: 2, quorum: 1 },
      down_state: "major_outage",
      settings: {
        method: "GET",
        headers: {},
        body: null,
        follow_redirects: true,
        max_redirects: 5,
        max_body_bytes: 1_000_000,
        verify_tls: true,
        http_version: "1.1",
        ip_version: "any",
        auth: null,
        client_certificate: null,
        ca: null,
        extract: [],
        steps: [],
      },
      assertions: [],
    });
    const heartbeat = { component_id: "cmp_1", name: "Nightly", type: "heartbeat" };
    expect(monitorInput.parse(heartbeat)).toMatchObject({ target: "", settings: { grace_seconds: 30 } });
  });

  it("reads back what it gave, so that stored settings stay valid", () => {
    const once = monitorInput.parse({ ...http, assertions: [{ type: "status", in: [200, "3xx"] }] });
    expect(monitorInput.parse(once)).toEqual(once);
  });

  it("a run may take the whole interval", () => {
    expect(complaints({ interval_seconds: 10, timeout_ms: 10_000 })).toEqual([]);
  });

  it.each([
    [{ interval_seconds: 9 }, "interval_seconds"],
    [{ interval_seconds: 10, timeout_ms: 10_001 }, "timeout_ms"],
    [{ timeout_ms: 1_000, degraded_after_ms: 1_000 }, "degraded_after_ms"],
    [{ confirm: { quorum: 2 } }, "confirm.quorum"],
    [{ confirm: { failures: 0 } }, "confirm.failures"],
    [{ regions: ["local", "local"] }, "regions"],
    [{ regions: [] }, "regions"],
    [{ type: "smtp" }, "type"],
    [{ target: "example.com" }, "target"],
    [{ target: "ftp://example.com" }, "target"],
    [{ target: "https://user:secret@example.com" }, "target"],
    [{ settings: { method: "TRACE" } }, "settings.method"],
    [{ settings: { headers: { Host: "x" } } }, "settings.headers"],
    [{ settings: { headers: { "X-A": "a\r\nX-B: b" } } }, "settings.headers.X-A"],
    [{ settings: { unheard_of: 1 } }, "settings"],
    [{ unheard_of: 1 }, ""],
    [{ assertions: [{ type: "body_regex", value: "(" }] }, "assertions.0.value"],
    [{ type: "tcp", target: "example.com" }, "target"],
    [{ type: "heartbeat", target: "https://example.com" }, "target"],
  ])("refuses %j and names the field %s", (changes, path) => {
    expect(complaints(changes)).toContain(path);
  });

  it("a patch names fields, never the kind or the component", () => {
    expect(monitorPatch.safeParse({ name: "New" }).success).toBe(true);
    expect(monitorPatch.safeParse({ type: "tcp" }).success).toBe(false);
    expect(monitorPatch.safeParse({ component_id: "cmp_2" }).success).toBe(false);
  });
});

describe("targets", () => {
  it.each([
    ["db.example.com:5432", { host: "db.example.com", port: 5432 }],
    ["[2001:DB8::1]:53", { host: "2001:db8::1", port: 53 }],
    ["0x7f.1:80", { host: "127.0.0.1", port: 80 }],
    ["2130706433:80", { host: "127.0.0.1", port: 80 }],
    ["Example.com.:80", { host: "example.com", port: 80 }],
    ["example.com", null],
    ["example.com:0", null],
    ["example.com:65536", null],
    ["2001:db8::1:53", null],
    ["user@example.com:80", null],
    ["http://example.com:80", null],
    ["a b:80", null],
    ["[fe80::1%25lo]:80", null],
    ["[127.0.0.1]:80", null],
    [":80", null],
  ])("%s → %j", (text, expected) => {
    expect(parseHostPort(text)).toEqual(expected);
  });

  it("no text makes the parsers throw", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const spelling of [text, `http://${text}`, `${text}:80`, `[${text}]:80`]) {
          httpUrlComplaint(spelling);
          hostPortComplaint(spelling);
        }
      }),
    );
  });
});

describe("failure words", () => {
  it("each has a sentence of its own", () => {
    const sentences = failureWords.map(failureText);
    expect(new Set(sentences).size).toBe(failureWords.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
