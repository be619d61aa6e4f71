import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

export const metadata: Metadata = { title: "Local outbox", robots: { index: false } };

export default function OutboxLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex w-full max-w-3xl flex-col gap-4 px-4 py-10">
      <header>
        <h1 className="font-semibold text-xl">
          <Link href="/outbox">Local outbox</Link>
        </h1>
        <p className="text-ink-2 text-sm">
          No mail server is set up, so mail stays on this machine. Set RESEND_API_KEY or SMTP_URL to send it.
        </p>
      </header>
      {children}
    </main>
  );
}
