import { describe, expect, it } from "vitest";
import { readForm } from "@/app/_server/form-door";

const type = { "content-type": "application/x-www-form-urlencoded" };

function post(body: BodyInit, headers: Record<string, string> = type): Request {
  return new Request("http://probity.test/status/demo/subscribe", {
    method: "POST",
    body,
    headers,
    duplex: "half",
  } as RequestInit);
}

describe("a form that anybody may send", () => {
  it("is read no further than its limit when it does not say how long it is", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384;
        if (sent > 10_000_000) controller.close();
        else controller.enqueue(new Uint8Array(16_384).fill(97));
      },
    });
    expect(await readForm(post(endless))).toBeNull();
    expect(sent).toBeLessThan(200_000);
  });

  it("is read in both encodings of browsers", async () => {
    expect((await readForm(post("a=1&b=%C3%A4")))?.get("b")).toBe("ä");
    const parts = new FormData();
    parts.set("b", "ä");
    expect((await readForm(post(parts, {})))?.get("b")).toBe("ä");
  });

  it("is none where it is something else", async () => {
    expect(await readForm(post("{}", { "content-type": "application/json" }))).toBeNull();
  });
});
