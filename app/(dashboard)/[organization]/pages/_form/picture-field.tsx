"use client";

import { useState } from "react";
import { Button } from "@/app/_ui/button";

/** A small picture, kept as a data: address in the form itself; what is wrong with it the server says. */
export function PictureField({
  label,
  limit,
  name,
  defaultValue,
  error,
}: {
  label: string;
  limit: number;
  name: string;
  defaultValue: string;
  error?: string;
}) {
  const [address, setAddress] = useState(defaultValue);
  const take = (file: File | undefined) => {
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => setAddress(String(reader.result));
    reader.readAsDataURL(file);
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={name} className="font-medium text-sm">
        {label}
      </label>
      <input type="hidden" name={name} value={address} />
      <input
        id={name}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${name}-hint ${name}-error` : `${name}-hint`}
        onChange={(event) => take(event.target.files?.[0])}
        className="w-full min-w-0 text-ink-2 text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-2.5"
      />
      {address === "" ? null : (
        <div className="flex items-center gap-3">
          {/* biome-ignore lint/performance/noImgElement: a data: address has nothing to optimise. */}
          <img src={address} alt={`${label} as chosen`} className="h-8 max-w-40 object-contain" />
          <Button tone="ghost" onClick={() => setAddress("")}>
            Remove
          </Button>
        </div>
      )}
      <p id={`${name}-hint`} className="text-ink-3 text-xs">
        PNG, JPEG or WebP, at most {limit} KB.
      </p>
      {error ? (
        <p id={`${name}-error`} className="text-major text-xs">
          {error}
        </p>
      ) : null}
    </div>
  );
}
