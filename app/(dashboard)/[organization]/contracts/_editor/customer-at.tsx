"use client";

import { startTransition, useEffect, useState } from "react";
import { TextField } from "@/app/_ui/field";
import { findCustomers } from "../actions";
import { SelectAt } from "./controls";
import { type Choice, useEditor } from "./editor";

/** Customers to choose among; where they are not all, the others are found by words. */
export type CustomerChoices = { offered: readonly Choice[]; areAll: boolean };

/** How long typing must pause before customers are looked for. */
const pauseMs = 300;

/** Whom the contract is with. */
export function CustomerAt({
  organization,
  customers: { offered, areAll },
}: {
  organization: string;
  customers: CustomerChoices;
}) {
  const { read } = useEditor();
  const [words, setWords] = useState("");
  const found = useFound(organization, words.trim());
  const listed = found ?? offered;
  const chosen = String(read("customer_id") ?? "");
  const [seen, setSeen] = useState<readonly Choice[]>([]);
  const known = [...offered, ...seen].find(({ value }) => value === chosen);
  const missing = known && !listed.some(({ value }) => value === chosen) ? [known] : [];
  useEffect(() => {
    if (found) setSeen(found);
  }, [found]);
  return (
    <div className="flex flex-col gap-2">
      <SelectAt
        path="customer_id"
        label="Customer"
        choices={[{ value: "", label: "Choose a customer" }, ...missing, ...listed]}
      />
      {areAll ? null : (
        <TextField
          label="Find a customer"
          name="find-customer"
          type="search"
          autoComplete="off"
          placeholder="Name or number"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          hint={<span aria-live="polite">{foundWords(found, offered.length)}</span>}
        />
      )}
    </div>
  );
}

function foundWords(found: readonly Choice[] | null, offered: number): string {
  if (found === null) return `The list has the first ${offered}; type to find others.`;
  if (found.length === 0) return "No customer is called so.";
  return found.length === 1 ? "1 is in the list above." : `${found.length} are in the list above.`;
}

/** Customers by words once typing pauses; null while nothing is asked. */
function useFound(organization: string, words: string): readonly Choice[] | null {
  const [answer, setAnswer] = useState<{ words: string; found: readonly Choice[] } | null>(null);
  useEffect(() => {
    if (words === "") return;
    let isNewest = true;
    const timer = setTimeout(async () => {
      const form = new FormData();
      form.set("organization", organization);
      form.set("q", words);
      const state = await findCustomers(form).catch(() => null);
      if (state?.status === "done" && isNewest)
        startTransition(() => setAnswer({ words, found: state.data }));
    }, pauseMs);
    return () => {
      isNewest = false;
      clearTimeout(timer);
    };
  }, [organization, words]);
  return words === "" ? null : (answer?.found ?? null);
}
