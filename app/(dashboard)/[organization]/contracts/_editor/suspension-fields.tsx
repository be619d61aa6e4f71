"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/app/_ui/button";
import type { SuspensionDraft } from "@/lib/domain/contract-draft";
import { GroupComplaint } from "./controls";
import { useEditor } from "./editor";
import { FoldedPart } from "./part";
import { DayAt } from "./settings-fields";

const path = "suspended";
/** More than these are entered through REST. */
const suspensionsMax = 20;

/** Days on which the contract rests: nothing is promised and nothing is owed for them. */
export function SuspensionFields({ suspended }: { suspended: readonly SuspensionDraft[] }) {
  const { write } = useEditor();
  const change = (next: readonly SuspensionDraft[]) => write(path, next);
  return (
    <FoldedPart title="Suspensions" summary={summaryOf(suspended)} paths={[path]}>
      <p className="max-w-prose text-ink-3 text-sm">
        Days on which the contract rests, such as an account on hold. They are left out of what is measured.
      </p>
      {suspended.map((_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: suspensions have no name of their own and are edited in place
          key={index}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-2"
        >
          <DayAt
            path={`${path}.${index}.first_day`}
            complaintOf={`${path}.${index}.from`}
            label="First day suspended"
          />
          <DayAt
            path={`${path}.${index}.last_day`}
            complaintOf={`${path}.${index}.to`}
            label="Last day suspended"
          />
          <Button
            tone="ghost"
            className="!px-2 mt-6"
            aria-label={`Remove suspension ${index + 1}`}
            onClick={() => change(suspended.filter((__, place) => place !== index))}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      ))}
      <GroupComplaint path={path} />
      <div>
        <Button
          onClick={() => change([...suspended, { first_day: "", last_day: "" }])}
          disabled={suspended.length >= suspensionsMax}
        >
          <Plus size={14} aria-hidden="true" />
          Add a suspension
        </Button>
      </div>
    </FoldedPart>
  );
}

function summaryOf(suspended: readonly SuspensionDraft[]): string {
  if (suspended.length === 0) return "None";
  return suspended.length === 1 ? "1 time" : `${suspended.length} times`;
}
