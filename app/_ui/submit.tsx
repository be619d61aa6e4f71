"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";

/** Sends its form; says so while it does, and cannot be pressed twice. */
export function Submit({ children, tone = "primary", ...rest }: ComponentProps<typeof Button>) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" tone={tone} aria-disabled={pending || undefined} disabled={pending} {...rest}>
      {children}
    </Button>
  );
}
