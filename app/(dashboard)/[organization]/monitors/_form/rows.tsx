"use client";

import { Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/button";

/** Rows kept empty for browsers without JavaScript, which cannot ask for another one. */
const spareRows = 3;

/**
 * A list of rows inside a form. `row` draws the fields of the row with this number; an emptied row counts as none,
 * so removing one only takes it off the screen.
 */
export function Rows({
  count,
  add,
  remove,
  row,
}: {
  count: number;
  /** The verb of the button that adds one: "Add a header". */
  add: string;
  /** What the button of the row with this number is called. */
  remove: (number: number) => string;
  row: (number: number) => ReactNode;
}) {
  const [numbers, setNumbers] = useState(() => Array.from({ length: count }, (_, index) => index));
  const next = Math.max(count - 1, ...numbers) + 1;
  return (
    <div className="flex flex-col gap-2">
      {numbers.map((number) => (
        <div key={number} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">{row(number)}</div>
          <Button
            tone="ghost"
            className="!px-2"
            aria-label={remove(number)}
            onClick={() => setNumbers(numbers.filter((each) => each !== number))}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      ))}
      <noscript>
        {Array.from({ length: spareRows }, (_, index) => count + index).map((number) => (
          <div key={number} className="mb-2">
            {row(number)}
          </div>
        ))}
      </noscript>
      <div>
        <Button onClick={() => setNumbers([...numbers, next])}>
          <Plus size={14} aria-hidden="true" />
          {add}
        </Button>
      </div>
    </div>
  );
}
