"use client";

import { Button } from "@/app/_ui/button";
import { NotHere } from "@/app/_ui/not-here";

/** A screen that failed on our side; the rail beside it still works. */
export default function ScreenError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <NotHere
      title="This screen could not be loaded"
      action={
        <Button tone="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      <p>
        Something failed on our side, or the database does not answer. Nothing was changed. Status pages are
        served on without it.
      </p>
      {digest ? <p className="mt-2 font-mono text-ink-3 text-xs">Reference {digest}</p> : null}
    </NotHere>
  );
}
