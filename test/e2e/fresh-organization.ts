import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { childEnv } from "@/lib/env";

/** An organization of a test's own, and how its owner opens a screen of it. */
export type FreshOrganization = {
  slug: string;
  name: string;
  owner: string;
  open: (browser: Browser, options?: BrowserContextOptions) => Promise<Page>;
};

/** Makes an organization with the product's own command, as somebody at a terminal does, and signs its owner in. */
export async function freshOrganization(browser: Browser, baseURL: string): Promise<FreshOrganization> {
  const slug = `t${randomBytes(6).toString("hex")}`;
  const [name, owner] = [`Test ${slug}`, `owner@${slug}.example`];
  const words = ["org", "create", "--slug", slug, "--name", name, "--owner", owner];
  const done = spawnSync("node", ["--import", "tsx", "lib/server/cli.ts", ...words], {
    env: childEnv({}),
    encoding: "utf8",
  });
  const link = /^Sign in: (\S+)$/m.exec(done.stdout)?.[1];
  if (link === undefined) throw new Error(`No sign-in link in: ${done.stdout}${done.stderr}`);
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await page.goto(link);
  await page.goto(`/${slug}`);
  const storageState = await context.storageState();
  await context.close();
  const open = async (other: Browser, options: BrowserContextOptions = {}) =>
    (await other.newContext({ baseURL, storageState, ...options })).newPage();
  return { slug, name, owner, open };
}

/** Makes a component through its form and answers its id. */
export async function makeComponent(page: Page, slug: string, name: string): Promise<string> {
  await page.goto(`/${slug}/components/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: /create/i }).click();
  await page.waitForURL(/\/components\/cmp_/);
  return /cmp_[0-9a-z]+/.exec(page.url())?.[0] ?? "";
}
