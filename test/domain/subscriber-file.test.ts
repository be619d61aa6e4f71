import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { readSubscriberFile } from "@/lib/domain/subscriber-file";

const addresses = (csv: string) => readSubscriberFile(csv).lines.map(({ input }) => input.address);

function refusalOf(csv: string): AppError {
  try {
    readSubscriberFile(csv);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("it was taken");
}

describe("a file of subscribers", () => {
  it("is read as spreadsheets write it: marks of order, semicolons, tabs, any end of line, quotes over lines", () => {
    const two = ["a@example.com", "b@example.com"];
    expect(addresses("\ufeffE-Mail;Locale\r\na@example.com;de\r\nb@example.com;en\r\n")).toEqual(two);
    expect(addresses("email\tlocale\na@example.com\tde\nb@example.com\ten")).toEqual(two);
    expect(addresses("email,locale\ra@example.com,de\rb@example.com,en\r")).toEqual(two);
    expect(addresses('name,email\n"Ana\n""the"" first",a@example.com\n\n,b@example.com')).toEqual(two);
  });

  it("says which line and column cannot be read, how many there are, and takes none", () => {
    const { message, errors } = refusalOf("email,locale\nok@example.com,en\nnot one,en\nc@example.com,tlh");
    expect(message).toBe(
      "Line 3: address must be one e-mail address without a name, such as ana@example.com (and 1 more).",
    );
    expect(errors?.map(({ path }) => path)).toEqual(["csv.3.address", "csv.4.locale"]);
    expect(errors?.[1]?.message).toMatch(/^must be one of "en", "de"/);
  });

  it("is refused when a quote is never closed, where it opens", () => {
    expect(refusalOf('email\na@example.com\n"b@example.com\nc@example.com').message).toBe(
      "Line 3 opens a quote that is never closed.",
    );
  });

  it("names the columns it does not know: a wish that was misspelt would turn into everything", () => {
    const { lines, ignoredColumns } = readSubscriberFile("email,component,consent_at\na@example.com,cmp_1,");
    expect(ignoredColumns).toEqual(["component"]);
    expect(lines[0]?.input.components).toBeNull();
  });

  it("leaves out hooks and whoever is not active where it comes from", () => {
    const csv = "channel,address,state\nemail,a@example.com,active\nemail,b@example.com,unsubscribed\n";
    const { lines, skipped } = readSubscriberFile(
      `${csv}slack,hooks.slack.com,active\nemail,c@example.com,pending`,
    );
    expect(lines.map(({ input }) => input.address)).toEqual(["a@example.com"]);
    expect(skipped).toBe(3);
  });

  it("takes back what was marked so that no spreadsheet computes it", () => {
    expect(addresses("email\n'=cmd@example.com\n'ana@example.com")).toEqual([
      "=cmd@example.com",
      "'ana@example.com",
    ]);
  });

  it("holds ten thousand at most", () => {
    const lines = (count: number) =>
      `email\n${Array.from({ length: count }, (_, i) => `p${i}@e.com`).join("\n")}`;
    expect(addresses(lines(10_000))).toHaveLength(10_000);
    expect(refusalOf(lines(10_001)).message).toContain("at most 10000 lines");
  });
});
