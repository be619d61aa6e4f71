import type { z } from "zod";
import type { ProviderPlace, providerChoice } from "@/lib/domain/dependency";
import { type AppError, invalid } from "@/lib/domain/errors";
import { permit } from "@/lib/domain/permission";
import { knownProvider, knownProviderAt } from "@/lib/domain/provider-catalogue";
import type { Reading } from "@/lib/domain/reading";
import type { TenantScope } from "@/lib/domain/scope";
import { detectProvider } from "@/lib/providers/detect";
import { pollProvider, readHere } from "@/lib/providers/poll";
import { createProviderDeps, type ProviderDeps } from "./provider-deps";

export type ProviderPreview = { place: ProviderPlace; reading: Reading };
type Choice = z.output<typeof providerChoice>;

let made: ProviderDeps | undefined;

/**
 * Where the provider somebody named is to be read. The catalogue and an address with its format need no look; a bare
 * address is looked at, over the network and outside any transaction.
 */
export async function placeOfProvider(
  scope: TenantScope,
  choice: Choice,
  signal: AbortSignal = new AbortController().signal,
): Promise<ProviderPlace> {
  permit(scope, "write");
  if ("slug" in choice) return knownPlace(choice.slug);
  if (choice.format !== undefined)
    return { slug: null, name: choice.name ?? hostOf(choice.url), url: choice.url, format: choice.format };
  const known = knownProviderAt(choice.url);
  if (known !== undefined) return knownPlace(known.slug);
  return (await look(choice, signal)).place;
}

/** What a provider says right now, before anybody depends on it; nothing is stored. */
export async function previewProvider(
  scope: TenantScope,
  choice: Choice,
  signal: AbortSignal = new AbortController().signal,
): Promise<ProviderPreview> {
  permit(scope, "write");
  const known = "slug" in choice ? knownProvider(choice.slug) : knownProviderAt(choice.url);
  if ("slug" in choice && known === undefined) throw unknownSlug();
  if (known === undefined && "url" in choice && choice.format === undefined) return look(choice, signal);
  const place = await placeOfProvider(scope, choice, signal);
  made ??= createProviderDeps();
  const order = { url: place.url, format: place.format, etag: null, lastModified: null };
  const poll = await pollProvider(order, readHere, made.forAddress(place.url), signal);
  if (poll.kind === "read")
    return { place: { ...place, format: poll.reading.format }, reading: poll.reading };
  throw invalid("provider", poll.kind === "failed" ? poll.reason : "The provider sent no document.");
}

async function look(choice: Extract<Choice, { url: string }>, signal: AbortSignal): Promise<ProviderPreview> {
  made ??= createProviderDeps();
  const found = await detectProvider(choice.url, readHere, made.forAddress(choice.url), signal);
  if ("reason" in found)
    throw invalid("provider.url", `${found.reason} Give the document's own address and its format.`);
  const { url, format, reading } = found;
  return { place: { slug: null, name: choice.name ?? hostOf(choice.url), url, format }, reading };
}

function knownPlace(slug: string): ProviderPlace {
  const known = knownProvider(slug);
  if (known === undefined) throw unknownSlug();
  const { name, url, format } = known;
  return { slug, name, url, format };
}

function unknownSlug(): AppError {
  return invalid("provider.slug", "names no provider of the catalogue; search it with GET /providers?q=");
}

function hostOf(url: string): string {
  return new URL(url).hostname;
}
