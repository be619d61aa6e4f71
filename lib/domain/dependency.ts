import { z } from "zod";
import { nameInput, pageInput } from "./input";
import { providerUrl } from "./provider-address";
import {
  type ProviderFormat,
  providerFormats,
  type Reading,
  type ReadingComponent,
  worstState,
} from "./reading";
import type { State } from "./state";
import type { Ms } from "./time";

/**
 * What a provider's word does to our component: nothing, at most degrade it, or be taken as our own.
 */
export const dependencyEffects = ["informational", "degrade", "mirror"] as const;
export type DependencyEffect = (typeof dependencyEffects)[number];

const remoteText = z.string().trim().min(1).max(500);

/** One of the provider's components: its id or name as text, or what tells it apart; null is the whole page. */
const remoteInput = z
  .union([
    remoteText.transform((name) => ({ id: null, name, region: null })),
    z
      .strictObject({
        id: remoteText.nullable().default(null),
        name: remoteText.nullable().default(null),
        region: remoteText.nullable().default(null),
      })
      .refine(
        ({ id, name, region }) => id !== null || name !== null || region !== null,
        "must name an id, a name or a region",
      ),
  ])
  .nullable()
  .meta({ id: "RemoteComponent", example: "API Requests" });

const urlInput = z
  .string()
  .trim()
  .max(2_000)
  .transform((text, context) => {
    const url = providerUrl(text);
    if (url !== null) return url;
    context.addIssue({
      code: "custom",
      message: "must be the full address of a status page or its document",
    });
    return z.NEVER;
  })
  .meta({ example: "https://www.githubstatus.com" });

export const providerChoice = z
  .union([
    z.strictObject({ slug: z.string().min(1).max(60) }),
    z.strictObject({
      url: urlInput,
      format: z.enum(providerFormats).optional(),
      name: nameInput.optional(),
    }),
  ])
  .meta({ id: "ProviderChoice" });

/** Body of `POST /dependencies` and of the form. */
export const dependencyInput = z
  .strictObject({
    component_id: z.string().min(1).max(100),
    provider: providerChoice,
    remote_component: remoteInput.default(null),
    effect: z.enum(dependencyEffects).default("informational"),
    shown: z.boolean().default(false),
  })
  .meta({ id: "DependencyInput" });
export type DependencyInput = z.output<typeof dependencyInput>;

/** Body of `PATCH /dependencies/{id}`: what is left out stays. */
export const dependencyPatch = z
  .strictObject({ remote_component: remoteInput, effect: z.enum(dependencyEffects), shown: z.boolean() })
  .partial()
  .meta({ id: "DependencyPatch" });
export type DependencyPatch = z.output<typeof dependencyPatch>;

export const dependencyListInput = pageInput.extend({
  q: z.string().max(200).optional(),
  component_id: z.string().max(100).optional(),
  source_id: z.string().max(100).optional(),
});
export type DependencyListInput = z.output<typeof dependencyListInput>;

/** What tells one of a provider's components from the others; all null is the whole page. */
export type RemoteSelector = { id: string | null; name: string | null; region: string | null };

/** Where a provider comes from before anybody has read it. */
export type ProviderPlace = {
  slug: string | null;
  name: string;
  url: string;
  format: ProviderFormat | null;
};

/** What a reading says through a dependency. `found` is the component as it is called now. */
export type Word = { state: State; note: string | null; found: RemoteSelector | null };

/** Formats that name a component only while something is wrong with it: one that is absent is well. */
const namesTroubleOnly: ReadonlySet<ProviderFormat> = new Set<ProviderFormat>([
  "aws-currentevents",
  "aws-data-json",
  "aws-rss",
  "azure-rss",
  "checkly",
  "google-cloud",
  "incidentio-proxy-incidents",
  "slack",
  "statuspage-v2-incidents",
]);

/** Whether the absence of a component means that it is well rather than gone. */
export function isWellWhenAbsent(reading: Pick<Reading, "format" | "listsTroubleOnly">): boolean {
  const { format, listsTroubleOnly } = reading;
  return listsTroubleOnly ?? (format !== null && namesTroubleOnly.has(format));
}

/**
 * What the reading says of the component chosen. A renamed one is followed by its id and said so; one that is gone is
 * unknown, for nobody vouches for it any more.
 */
export function wordOfReading(reading: Reading, selector: RemoteSelector): Word {
  const { id, name, region } = selector;
  if (isWholePage(selector)) return { state: reading.overall, note: reading.reason ?? null, found: null };
  const parts = reading.components.filter((component) => isMeant(component, selector));
  const [first] = parts;
  if (first === undefined) return absent(reading, selector);
  const state = worstState(parts.map((part) => part.state));
  const isRenamed = id !== null && name !== null && first.name !== name;
  return {
    state,
    note: isRenamed ? `Renamed upstream from “${name}” to “${first.name}”.` : null,
    found: name === null && id === null ? selector : { id: first.id, name: first.name, region },
  };
}

function isMeant(component: ReadingComponent, { id, name, region }: RemoteSelector): boolean {
  if (region !== null && component.region !== region) return false;
  if (id !== null) return component.id === id;
  return name === null || component.name === name || component.id === name;
}

function absent(reading: Reading, { id, name, region }: RemoteSelector): Word {
  if (reading.overall === "unknown") return { state: "unknown", note: reading.reason ?? null, found: null };
  if (isWellWhenAbsent(reading)) return { state: "operational", note: null, found: null };
  const namesake = id !== null && reading.components.some((component) => component.name === name);
  const what = `“${name ?? id ?? region}”`;
  const note = namesake
    ? `${what} is gone upstream; another component now has its name. Choose it anew.`
    : `${what} was removed upstream, or is no longer listed there.`;
  return { state: "unknown", note, found: null };
}

/**
 * The word a dependency writes into our component's ledger; null says nothing. A provider's maintenance is no fault of
 * ours unless it is mirrored.
 */
export function ledgerWord(effect: DependencyEffect, state: State): State | null {
  if (effect === "informational") return null;
  if (effect === "mirror" || state === "unknown") return state;
  return state === "operational" || state === "under_maintenance" ? "operational" : "degraded_performance";
}

export function isWholePage({ id, name, region }: RemoteSelector): boolean {
  return id === null && name === null && region === null;
}

/** Whom a dependency looks at, in words: "API Requests, us-east-1", or "the whole page". */
export function remoteWords({ id, name, region }: RemoteSelector): string {
  const what = name ?? id;
  if (what === null) return region ?? "the whole page";
  return region === null ? what : `${what}, ${region}`;
}

/** A dependency as people and clients see it. */
export type DependencyView = {
  id: string;
  componentId: string;
  componentName: string;
  provider: ProviderPlace & { sourceId: string };
  remote: RemoteSelector | null;
  effect: DependencyEffect;
  shown: boolean;
  state: State;
  since: Ms;
  note: string | null;
  /** When the provider was last heard; null when never. */
  heardAt: Ms | null;
  /** Why the provider's word is not believed now; null while it is. */
  staleReason: string | null;
  createdAt: Ms;
  updatedAt: Ms;
  version: number;
};
