import type { Metadata } from "next";
import type { ReactNode } from "react";

export const metadata: Metadata = { robots: { index: false } };

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col px-4 py-10 sm:justify-center">
      <p className="mb-6 font-semibold text-base tracking-tight">Probity</p>
      {children}
    </main>
  );
}
