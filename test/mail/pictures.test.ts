import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderShell } from "@/emails/render";
import { cutMail, fillMail } from "@/lib/render/mail";
import { systemBrowser } from "../browser";
import { allSamples } from "./told-samples";

let browser: Browser;
let tabs: Record<"light" | "dark", Page>;

beforeAll(async () => {
  const executablePath = systemBrowser();
  browser = await chromium.launch(executablePath ? { executablePath, args: ["--no-sandbox"] } : {});
  const open = async (colorScheme: "light" | "dark") =>
    (await browser.newContext({ viewport: { width: 320, height: 700 }, colorScheme })).newPage();
  tabs = { light: await open("light"), dark: await open("dark") };
});

afterAll(() => browser.close());

const link = "https://probity.test/subscription/t.1.x";
const doors = {
  preferences: link,
  unsubscribe: `${link}/unsubscribe`,
  link,
  memoLink: `${link}/memo/crd_1.pdf`,
};

/** What a person sees of a mail: its ground, its ink, and whether it fits. */
async function look(html: string, colorScheme: "light" | "dark") {
  const tab = tabs[colorScheme];
  await tab.setContent(html);
  const seen = await tab.evaluate(() => {
    const heading = document.querySelector("h1");
    return {
      ground: getComputedStyle(document.body).backgroundColor,
      ink: heading ? getComputedStyle(heading).color : "",
      heading: heading?.getBoundingClientRect().height ?? 0,
      overflow: document.documentElement.scrollWidth - window.innerWidth,
    };
  });
  return { ...seen, picture: await tab.screenshot() };
}

describe("mails as pictures", () => {
  it.each(allSamples)("%s fits a narrow phone, in light and dark, and is no blank", async (name, slots) => {
    for (const locale of ["en", "ar"]) {
      const shell = await renderShell(name, { ...slots }, { locale, timezone: "UTC" });
      const { html } = fillMail(cutMail(shell), doors);
      const light = await look(html, "light");
      const dark = await look(html, "dark");
      expect(light).toMatchObject({ ground: "rgb(250, 250, 249)", ink: "rgb(28, 25, 23)", overflow: 0 });
      expect(dark).toMatchObject({ ground: "rgb(16, 15, 14)", ink: "rgb(242, 240, 237)", overflow: 0 });
      expect(light.heading).toBeGreaterThan(20);
      expect(light.picture.length).toBeGreaterThan(4_000);
      expect(light.picture.equals(dark.picture)).toBe(false);
    }
  });
});
