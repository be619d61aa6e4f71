import { describe, expect, it } from "vitest";
import { readPastedHistory } from "@/lib/domain/import-text";

describe("history as people paste it", () => {
  it("reads CSV with quotes, commas and line breaks inside them, and says each entry's line", () => {
    const text = [
      "from,to,state,reason",
      "2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,operational,",
      "",
      '2026-01-02T00:00:00Z,2026-01-03T00:00:00Z,major_outage,"a ""big"" one,\nsaid twice"',
      "2026-01-03T00:00:00Z,2026-01-04T00:00:00Z,operational",
    ].join("\r\n");
    expect(readPastedHistory(text)).toEqual({
      entries: [
        { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", state: "operational" },
        {
          from: "2026-01-02T00:00:00Z",
          to: "2026-01-03T00:00:00Z",
          state: "major_outage",
          reason: 'a "big" one,\nsaid twice',
        },
        { from: "2026-01-03T00:00:00Z", to: "2026-01-04T00:00:00Z", state: "operational" },
      ],
      lines: [2, 4, 6],
    });
  });

  it("reads semicolons, in any order of columns", () => {
    expect(readPastedHistory("State;From;To\noperational;a;b").entries).toEqual([
      { state: "operational", from: "a", to: "b" },
    ]);
  });

  it("reads a JSON list and the REST body alike", () => {
    const entries = [{ from: "a", to: "b", state: "operational" }];
    expect(readPastedHistory(JSON.stringify(entries)).entries).toEqual(entries);
    expect(readPastedHistory(JSON.stringify({ source: "x", entries })).entries).toEqual(entries);
  });

  it.each(["", "{", "a,b\n1,2", "from,to,state,colour\n1,2,3,4"])("refuses %j with a sentence", (text) => {
    expect(() => readPastedHistory(text)).toThrow(SyntaxError);
  });
});
