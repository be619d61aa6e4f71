import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps } from "react";

const look = cva(
  "inline-flex h-8 items-center justify-center gap-1.5 whitespace-nowrap rounded-md px-3 font-medium text-sm transition-colors disabled:cursor-not-allowed disabled:opacity-60",
  {
    variants: {
      tone: {
        primary: "bg-ink text-ground hover:bg-ink-2",
        quiet: "border border-line-strong bg-surface text-ink hover:bg-sunken",
        ghost: "text-ink-2 hover:bg-sunken hover:text-ink",
        danger: "border border-major bg-surface text-major hover:bg-sunken",
      },
    },
    defaultVariants: { tone: "quiet" },
  },
);

type Tone = VariantProps<typeof look>;

/** A verb. One `primary` per screen. */
export function Button({ tone, className, type = "button", ...rest }: ComponentProps<"button"> & Tone) {
  return <button type={type} className={look({ tone, className })} {...rest} />;
}

/** A link that looks like a verb because it begins one. */
export function ButtonLink({ tone, className, ...rest }: ComponentProps<typeof Link> & Tone) {
  return <Link className={look({ tone, className })} {...rest} />;
}
