import Link from "next/link";
import { Button, ButtonLink } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { parseInput } from "@/lib/domain/complaint";
import { listOutboxInput, type OutboxMessage } from "@/lib/domain/notice";
import { formatInstant } from "@/lib/domain/time";
import { readSearch, shown } from "../_server/page";
import { type Search, searchText } from "../(auth)/search";
import { outboxReader } from "./view";

export default async function OutboxPage({ searchParams }: { searchParams: Search }) {
  const { q, cursor } = await readSearch(listOutboxInput, searchParams);
  const organization = await searchText(searchParams, "organization");
  const reader = await outboxReader(organization);
  const { items, nextCursor } = await shown(reader.list(parseInput(listOutboxInput, given({ q, cursor }))));
  return (
    <>
      <form className="flex items-end gap-2">
        <TextField
          label="Search"
          name="q"
          type="search"
          defaultValue={q}
          placeholder="Part of an address or subject"
        />
        <Button type="submit">Search</Button>
      </form>
      {items.length === 0 ? <Empty searched={Boolean(q)} /> : <Messages items={items} />}
      {nextCursor ? (
        <ButtonLink href={`/outbox?${new URLSearchParams(given({ q, organization, cursor: nextCursor }))}`}>
          Older messages
        </ButtonLink>
      ) : null}
    </>
  );
}

function Messages({ items }: { items: readonly OutboxMessage[] }) {
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface">
      {items.map((message) => (
        <li key={message.id}>
          <Link
            href={`/outbox/${message.id}`}
            className="grid grid-cols-[minmax(0,1fr)] gap-0.5 px-4 py-2.5 hover:bg-sunken"
          >
            <span className="flex justify-between gap-4">
              <span className="min-w-0 truncate font-medium">{message.subject}</span>
              <time
                className="shrink-0 font-mono text-ink-2 text-xs"
                dateTime={formatInstant(message.createdAt)}
              >
                {formatInstant(message.createdAt).replace("T", " ").slice(0, 19)} UTC
              </time>
            </span>
            <span className="truncate text-ink-2 text-sm">{message.to}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Empty({ searched }: { searched: boolean }) {
  return (
    <p className="rounded-md border border-line bg-surface p-6 text-ink-2">
      {searched
        ? "No message has this in its address or subject."
        : "Nothing was sent yet. Ask for a sign-in link, and it appears here within a second."}
    </p>
  );
}

/** Only what has a value, as the schema and a query string want it. */
function given(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
