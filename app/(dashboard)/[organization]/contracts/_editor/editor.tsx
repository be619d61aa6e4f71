"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { z } from "zod";
import type { FormState } from "@/app/_server/form-state";
import { parseInput } from "@/lib/domain/complaint";
import { AppError } from "@/lib/domain/errors";
import { valueAt, withValue } from "./draft-path";

export type Choice = { value: string; label: string };

/** What every field of the editor works with; paths are the ones REST names in its complaints. */
type Editor = {
  read: (path: string) => unknown;
  write: (path: string, value: unknown) => void;
  /** What is wrong at a path, once it was touched or the draft was sent. */
  complaint: (path: string, inner?: boolean) => string | undefined;
  components: readonly Choice[];
};

const Context = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(Context);
  if (!editor) throw new Error("fields of the editor stand inside it");
  return editor;
}

/** A draft, what the schema of the operation says of it right now, and what was typed since it was sent. */
export type Drafting<T> = {
  draft: T;
  /** Complaints by path, whether shown yet or not. */
  wrong: Readonly<Record<string, string>>;
  replace: (change: (draft: T) => T) => void;
  write: (path: string, value: unknown) => void;
  complaint: (path: string, inner?: boolean) => string | undefined;
};

/**
 * Keeps a draft and judges it with REST's own schema at every change, so that what the form says and what the door
 * would say are one. A field complains once it was touched; after sending, every field does.
 */
export function useDraft<T>(
  initial: T,
  { schema, body, state }: { schema: z.ZodType; body: (draft: T) => unknown; state: FormState },
): Drafting<T> {
  const [draft, setDraft] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [answered, setAnswered] = useState(state);
  const [since, setSince] = useState<ReadonlySet<string>>(new Set());
  if (answered !== state) {
    setAnswered(state);
    setSince(new Set());
  }
  const wrong = useMemo(() => complaintsOf(schema, body(draft)), [schema, body, draft]);
  const said = state.status === "refused" ? state.errors : {};
  const at = (path: string) => {
    const isShown = state.status === "refused" || touched.has(path);
    return (isShown ? wrong[path] : undefined) ?? (since.has(path) ? undefined : said[path]);
  };
  const known = [...new Set([...Object.keys(wrong), ...Object.keys(said)])];
  return {
    draft,
    wrong,
    replace: setDraft,
    write: (path, value) => {
      setDraft((before) => withValue(before, path, value));
      setTouched((before) => new Set(before).add(path));
      setSince((before) => new Set(before).add(path));
    },
    complaint: (path, inner = false) => {
      if (!inner) return at(path);
      const found = known.find(
        (each) => (each === path || each.startsWith(`${path}.`)) && at(each) !== undefined,
      );
      return found === undefined ? undefined : at(found);
    },
  };
}

function complaintsOf(schema: z.ZodType, body: unknown): Record<string, string> {
  try {
    parseInput(schema, body);
    return {};
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return Object.fromEntries(error.errors.toReversed().map(({ path, message }) => [path, message]));
  }
}

/** Gives the fields inside their draft. */
export function EditorFields<T>({
  drafting,
  components,
  children,
}: {
  drafting: Drafting<T>;
  components: readonly Choice[];
  children: ReactNode;
}) {
  const { draft, write, complaint } = drafting;
  const editor: Editor = { read: (path) => valueAt(draft, path), write, complaint, components };
  return <Context.Provider value={editor}>{children}</Context.Provider>;
}
