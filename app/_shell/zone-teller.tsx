"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Tells the server the browser's time zone, once; the screen is drawn again when it was drawn in another. */
export function ZoneTeller({ zone, cookie }: { zone: string; cookie: string }) {
  const router = useRouter();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === zone) return;
    const secure = window.location.protocol === "https:" ? "; secure" : "";
    const value = `${cookie}=${encodeURIComponent(own)}; path=/; max-age=31536000; samesite=lax${secure}`;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support.
    document.cookie = value;
    if (document.cookie.includes(`${cookie}=`)) router.refresh();
  }, [zone, cookie, router]);
  return null;
}
