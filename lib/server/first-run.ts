import { demoOwnerEmail, seedDemo } from "@/db/seed";
import { createSignInLink } from "@/lib/auth/sign-in-link";
import type { Ms } from "@/lib/domain/time";
import { env } from "@/lib/env";

/** The demo organization, unless this database has seen any organization before. */
export async function seedOnFirstRun(now: Ms, say: (sentence: string) => void): Promise<void> {
  say("Looking for the demo organization ...");
  await seedDemo(now);
}

/** What the newcomer types next: a one-time link into the demo, or how to make an organization. */
export async function signInLine(now: Ms): Promise<string> {
  if (env().seed === "demo") return `Sign in: ${await createSignInLink(demoOwnerEmail, now)}`;
  return "Make an organization: npm run probity -- org create --slug acme --name Acme --owner you@example.com";
}
