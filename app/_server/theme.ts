"use server";

import { refresh } from "next/cache";
import { cookies } from "next/headers";
import { env } from "@/lib/env";
import { themeCookie, themes } from "./preferences";

const yearSeconds = 365 * 86_400;

/** Keeps the chosen theme; "auto" follows the system again. Needs nobody signed in: it is the browser's own. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = themes.find((known) => known === form.get("theme"));
  if (!theme) return;
  const secure = env().publicUrl.startsWith("https://");
  (await cookies()).set(themeCookie, theme, { path: "/", maxAge: yearSeconds, sameSite: "lax", secure });
  refresh();
}
