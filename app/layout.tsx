import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { readPreferences } from "./_server/preferences";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Probity", template: "%s · Probity" },
  description: "Status pages and SLA credits you can prove.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafaf9" },
    { media: "(prefers-color-scheme: dark)", color: "#100f0e" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { theme } = await readPreferences();
  return (
    <html
      lang="en"
      data-theme={theme === "auto" ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body className="min-h-dvh bg-ground font-sans text-ink antialiased">{children}</body>
    </html>
  );
}
