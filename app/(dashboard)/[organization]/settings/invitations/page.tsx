import type { Metadata } from "next";
import { memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { Confirm } from "@/app/_ui/confirm";
import { Empty } from "@/app/_ui/empty";
import { address, Pager } from "@/app/_ui/list-controls";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { Choices } from "@/app/_ui/tabs";
import { Time } from "@/app/_ui/time";
import { browserLocale } from "@/app/(auth)/visitor";
import {
  type Invitation,
  type InvitationStatus,
  invitationStatuses,
  listInvitationsInput,
} from "@/lib/domain/invitation";
import { listInvitations } from "@/lib/operations/invitations";
import { actorName, loadActorNames } from "../../audit/actors";
import { inviteAction, revokeInvitationAction } from "../actions";
import { SettingsHead } from "../head";
import { roleWords } from "../roles";
import { InviteForm } from "./invite-form";

export const metadata: Metadata = { title: "Invitations" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const statusWords: Record<InvitationStatus, string> = {
  open: "Open",
  accepted: "Accepted",
  revoked: "Taken back",
  expired: "Expired",
};

const columns: readonly Column[] = [
  { label: "Address" },
  { label: "Role", wide: true },
  { label: "Status" },
  { label: "When", wide: true },
  { label: "Invited by", wide: true },
  { label: "Acts", silent: true },
];

export default async function InvitationsPage({ params, searchParams }: Props) {
  const { scope, organization, role, now, zone } = await memberPage(params, "admin");
  const input = await readSearch(listInvitationsInput, searchParams);
  const [{ items, nextCursor }, names] = await Promise.all([
    shown(listInvitations(scope, input, now)),
    loadActorNames(scope, now),
  ]);
  const path = `/${organization.slug}/settings/invitations`;
  const choices = [undefined, ...invitationStatuses].map((status) => ({
    label: status === undefined ? "All" : statusWords[status],
    href: address(path, { status }),
    current: status === input.status,
  }));
  return (
    <>
      <SettingsHead organization={organization.slug} grants={scope.grants} view="invitations" />
      <InviteForm
        action={inviteAction}
        organization={organization.slug}
        mayMakeOwners={role === "owner"}
        browserLocale={await browserLocale()}
      />
      <div className="mb-3">
        <Choices label="Status" choices={choices} />
      </div>
      {items.length > 0 ? (
        <Table label="Invitations" id="invitations" columns={columns}>
          {items.map((invitation) => (
            <Row key={invitation.id}>
              <Cell className="max-w-64 truncate font-medium">{invitation.email}</Cell>
              <Cell wide>{roleWords[invitation.role].label}</Cell>
              <Cell>{statusWords[invitation.status]}</Cell>
              <Cell wide className="text-ink-2">
                {invitation.status === "open" ? "ends " : ""}
                <Time at={fateAt(invitation)} now={now} zone={zone} />
              </Cell>
              <Cell wide className="max-w-56 truncate text-ink-2">
                {actorName(names, invitation.invitedBy)}
              </Cell>
              <Cell numeric csv="">
                {invitation.status === "open" ? (
                  <Revoke invitation={invitation} organization={organization.slug} />
                ) : null}
              </Cell>
            </Row>
          ))}
        </Table>
      ) : (
        <Empty title={input.status ? "None of these" : "Nobody is invited"}>
          Somebody you invite gets a link by mail and joins with the role you choose here.
        </Empty>
      )}
      <Pager
        path={path}
        query={{ status: input.status, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "invitation" : "invitations"}
      />
    </>
  );
}

/** When it ended, or will. */
function fateAt({ acceptedAt, revokedAt, expiresAt }: Invitation): number {
  return acceptedAt ?? revokedAt ?? expiresAt;
}

function Revoke({
  invitation: { id, email },
  organization,
}: {
  invitation: Invitation;
  organization: string;
}) {
  return (
    <Confirm
      label="Take back"
      title={`Take back the invitation of ${email}?`}
      verb="Take it back"
      action={revokeInvitationAction}
      fields={{ organization, id }}
    >
      <p>The link in the mail stops working at once. The mail itself stays where it is.</p>
    </Confirm>
  );
}
