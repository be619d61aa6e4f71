import { formatInstant } from "@/lib/domain/time";
import { found } from "./found";

type Props = { params: Promise<{ id: string }> };

export default async function MessagePage({ params }: Props) {
  const message = await found((await params).id);
  return (
    <article className="flex flex-col gap-4">
      <header className="rounded-md border border-line bg-surface p-4">
        <h2 className="font-semibold text-lg">{message.subject}</h2>
        <p className="text-ink-2 text-sm">
          To {message.to} ·{" "}
          <time dateTime={formatInstant(message.createdAt)}>
            {formatInstant(message.createdAt).replace("T", " ").slice(0, 19)} UTC
          </time>
        </p>
      </header>
      <iframe
        title="The message as mail programs show it"
        src={`/outbox/${message.id}/body`}
        sandbox="allow-top-navigation-by-user-activation"
        className="h-96 w-full rounded-md border border-line bg-surface"
      />
      <details className="rounded-md border border-line bg-surface p-4">
        <summary className="font-medium">As plain text</summary>
        <pre className="mt-3 whitespace-pre-wrap break-words font-mono text-xs">{message.text}</pre>
      </details>
      <details className="rounded-md border border-line bg-surface p-4">
        <summary className="font-medium">Headers</summary>
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 font-mono text-xs">
          {Object.entries(message.headers).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-2">{name}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </article>
  );
}
