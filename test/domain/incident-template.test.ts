import { describe, expect, it } from "vitest";
import { fillTemplate, templateInput, unknownVariable } from "@/lib/domain/incident-template";

const values = {
  component: "{{since}}",
  since: "14:03 UTC",
  status_page: "https://status.acme.test",
  status: "investigating",
  organization: "Acme",
};

describe("a template", () => {
  it("is filled once: what is filled in is never read again", () => {
    expect(fillTemplate("{{component}} fails since {{ since }}.", values)).toBe(
      "{{since}} fails since 14:03 UTC.",
    );
  });

  it("with a variable that does not exist is refused by name", () => {
    expect(unknownVariable("{{component}} {{cmponent}}")).toBe("cmponent");
    const read = templateInput.safeParse({ name: "a", title: "{{who}}" });
    expect(read.error?.issues[0]?.message).toContain("{{who}}");
    expect(templateInput.safeParse({ name: "a", title: "{{component}} is slow" }).success).toBe(true);
  });
});
