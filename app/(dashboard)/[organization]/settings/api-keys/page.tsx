import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { Confirm } from "@/app/_ui/confirm";
import { Empty } from "@/app/_ui/empty";
import { address, Pager } from "@/app/_ui/list-controls";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { Choices } from "@/app/_ui/tabs";
import { Time } from "@/app/_ui/time";
import { type ApiKey, type KeyStatus, keyStatuses, listApiKeysInput } from "@/lib/domain/api-key";
import { grants } from "@/lib/domain/permission";
import { formatInstant, type Ms } from "@/lib/domain/time";
import { listApiKeys } from "@/lib/operations/api-keys";
import { type ActorNames, actorName, loadActorNames } from "../../audit/actors";
import { createApiKeyAction, revokeApiKeyAction } from "../actions";
import { SettingsHead } from "../head";
import { KeyForm } from "./key-form";

export const metadata: Metadata = { title: "API keys" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const statusWords: Record<KeyStatus, string> = { active: "Active", expired: "Expired", revoked: "Revoked" };

const columns: readonly Column[] = [
  { label: "Name" },
  { label: "Ends with", wide: true },
  { label: "Scopes", wide: true },
  { label: "Status" },
  { label: "Last used", wide: true },
  { label: "Made by", wide: true },
  { label: "Acts", silent: true },
];

export default async function ApiKeysPage({ params, searchParams }: Props) {
  const { scope, organization, now, zone } = await memberPage(params, "admin");
  const input = await readSearch(listApiKeysInput, searchParams);
  const [{ items, nextCursor }, names] = await Promise.all([
    shown(listApiKeys(scope, input, now)),
    loadActorNames(scope, now),
  ]);
  const path = `/${organization.slug}/settings/api-keys`;
  const choices = [undefined, ...keyStatuses].map((status) => ({
    label: status === undefined ? "All" : statusWords[status],
    href: address(path, { status }),
    current: status === input.status,
  }));
  return (
    <>
      <SettingsHead organization={organization.slug} grants={scope.grants} view="api-keys" />
      <KeyForm
        action={createApiKeyAction}
        organization={organization.slug}
        offered={grants.filter((grant) => scope.grants.has(grant) || grant === "probe")}
      />
      <div className="mb-3">
        <Choices label="Status" choices={choices} />
      </div>
      {items.length > 0 ? (
        <Table label="API keys" id="api-keys" columns={columns}>
          {items.map((key) => (
            <KeyRow
              key={key.id}
              apiKey={key}
              organization={organization.slug}
              names={names}
              now={now}
              zone={zone}
            />
          ))}
        </Table>
      ) : (
        <Empty title={input.status ? "None of these" : "No keys yet"}>
          A key lets a program use the REST API, for example to import history or to add monitors from a
          pipeline.
        </Empty>
      )}
      <Pager
        path={path}
        query={{ status: input.status, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "key" : "keys"}
      />
    </>
  );
}

function KeyRow({
  apiKey,
  organization,
  names,
  now,
  zone,
}: {
  apiKey: ApiKey;
  organization: string;
  names: ActorNames;
  now: Ms;
  zone: string;
}) {
  const { lastUsedAt } = apiKey;
  return (
    <Row>
      <Cell className="max-w-56 truncate font-medium">{apiKey.name}</Cell>
      <Cell wide className="font-mono text-ink-2 text-xs">
        …{apiKey.hint}
      </Cell>
      <Cell wide className="font-mono text-ink-2 text-xs">
        {apiKey.scopes.join(" ")}
      </Cell>
      <Cell className="whitespace-nowrap">
        {statusWords[apiKey.status]}
        <span className="text-ink-3">
          <Ending apiKey={apiKey} now={now} zone={zone} />
        </span>
      </Cell>
      <Cell wide className="text-ink-2" csv={lastUsedAt === null ? "" : formatInstant(lastUsedAt)}>
        {lastUsedAt === null ? "Never" : <Time at={lastUsedAt} now={now} zone={zone} />}
      </Cell>
      <Cell wide className="max-w-48 truncate text-ink-2">
        {actorName(names, apiKey.createdBy)}
      </Cell>
      <Cell numeric csv="">
        {apiKey.status === "active" ? <Revoke apiKey={apiKey} organization={organization} /> : null}
      </Cell>
    </Row>
  );
}

/** When a key ended, or will. */
function Ending({
  apiKey: { status, expiresAt, revokedAt },
  now,
  zone,
}: {
  apiKey: ApiKey;
  now: Ms;
  zone: string;
}) {
  const at = status === "revoked" ? revokedAt : expiresAt;
  if (at === null) return status === "active" ? ", no end" : null;
  return (
    <>
      {status === "active" ? ", ends " : " "}
      <Time at={at} now={now} zone={zone} />
    </>
  );
}

function Revoke({ apiKey: { id, name }, organization }: { apiKey: ApiKey; organization: string }) {
  return (
    <Confirm
      label="Revoke"
      title={`Revoke the key “${name}”?`}
      verb="Revoke key"
      action={revokeApiKeyAction}
      fields={{ organization, id }}
    >
      <p>Whatever uses it is refused from the next request on. This cannot be undone.</p>
      <p className="mt-2">What was done with it stays, and the audit log goes on naming it.</p>
    </Confirm>
  );
}
