import type { Metadata } from "next";
import { type MemberPage, memberPage, readSearch, type Search, shown } from "@/app/_server/page";
import { ButtonLink } from "@/app/_ui/button";
import { Confirm } from "@/app/_ui/confirm";
import { CsvButton } from "@/app/_ui/csv-button";
import { Empty } from "@/app/_ui/empty";
import { FilterSelect } from "@/app/_ui/filter-select";
import { FilterBar, Pager } from "@/app/_ui/list-controls";
import { Cell, type Column, Row, Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { listMembersInput, type Member } from "@/lib/domain/member";
import { roles } from "@/lib/domain/permission";
import { formatInstant } from "@/lib/domain/time";
import { listMembers } from "@/lib/operations/members";
import { changeRoleAction, removeMemberAction } from "../actions";
import { SettingsHead } from "../head";
import { roleWords } from "../roles";
import { RoleForm } from "./role-form";

export const metadata: Metadata = { title: "Members" };

type Props = { params: Promise<{ organization: string }>; searchParams: Search };

const columns: readonly Column[] = [
  { label: "Who" },
  { label: "Role" },
  { label: "May", wide: true },
  { label: "Since", wide: true },
  { label: "Acts", silent: true },
];

export default async function MembersPage({ params, searchParams }: Props) {
  const viewer = await memberPage(params, "admin");
  const { scope, organization } = viewer;
  const input = await readSearch(listMembersInput, searchParams);
  const [{ items, nextCursor }, owners] = await Promise.all([
    shown(listMembers(scope, input)),
    listMembers(scope, { limit: 2, role: "owner" }),
  ]);
  const path = `/${organization.slug}/settings/members`;
  return (
    <>
      <SettingsHead
        organization={organization.slug}
        grants={scope.grants}
        view="members"
        actions={
          <ButtonLink href={`/${organization.slug}/settings/invitations`} tone="primary">
            Invite somebody
          </ButtonLink>
        }
      />
      <FilterBar
        action={path}
        q={input.q}
        placeholder="Search address or name"
        aside={items.length > 0 ? <CsvButton table="members" file="members.csv" /> : null}
      >
        <FilterSelect
          label="Role"
          name="role"
          value={input.role}
          options={[
            { value: "", label: "Any role" },
            ...roles.map((value) => ({ value, label: roleWords[value].label })),
          ]}
        />
      </FilterBar>
      {items.length > 0 ? (
        <Table label="Members" id="members" columns={columns}>
          {items.map((member) => (
            <MemberRow
              key={`${member.id} ${member.version}`}
              member={member}
              viewer={viewer}
              isLastOwner={member.role === "owner" && owners.items.length === 1}
            />
          ))}
        </Table>
      ) : (
        <Empty title="No member matches" action={<ButtonLink href={path}>Show all members</ButtonLink>}>
          Nobody has this address or name, or this role.
        </Empty>
      )}
      <Pager
        path={path}
        query={{ q: input.q, role: input.role, cursor: input.cursor }}
        nextCursor={nextCursor}
        shown={items.length}
        noun={items.length === 1 ? "member" : "members"}
      />
    </>
  );
}

const lastOwner = "The only owner. To change or remove them, make somebody else an owner first.";

function MemberRow({
  member,
  viewer,
  isLastOwner,
}: {
  member: Member;
  viewer: MemberPage;
  isLastOwner: boolean;
}) {
  const { organization, user, role, now, zone } = viewer;
  const isSelf = member.id === user.id;
  const mayChange = !isLastOwner && (member.role !== "owner" || role === "owner" || isSelf);
  const fields = { organization: organization.slug, id: member.id };
  return (
    <Row>
      <Cell className="max-w-72 truncate" csv={member.email}>
        <span className="font-medium">{member.name ?? member.email}</span>
        {member.name ? <span className="ml-2 text-ink-3">{member.email}</span> : null}
        {isSelf ? <span className="ml-2 text-ink-3">you</span> : null}
        {isLastOwner ? (
          <p className="whitespace-normal pb-1 text-ink-3 text-xs md:hidden">{lastOwner}</p>
        ) : null}
      </Cell>
      <Cell csv={member.role}>
        {mayChange ? (
          <RoleForm
            action={changeRoleAction}
            fields={{ ...fields, version: String(member.version) }}
            role={member.role}
            who={member.email}
            mayMakeOwners={role === "owner"}
          />
        ) : (
          roleWords[member.role].label
        )}
      </Cell>
      <Cell wide className="text-ink-2">
        {isLastOwner ? lastOwner : roleWords[member.role].note}
      </Cell>
      <Cell wide className="text-ink-2" csv={formatInstant(member.joinedAt)}>
        <Time at={member.joinedAt} now={now} zone={zone} />
      </Cell>
      <Cell numeric csv="">
        {mayChange ? (
          <Removal member={member} organization={organization} isSelf={isSelf} fields={fields} />
        ) : null}
      </Cell>
    </Row>
  );
}

function Removal({
  member,
  organization,
  isSelf,
  fields,
}: {
  member: Member;
  organization: { name: string };
  isSelf: boolean;
  fields: Record<string, string>;
}) {
  return (
    <Confirm
      label={isSelf ? "Leave" : "Remove"}
      title={isSelf ? `Leave ${organization.name}?` : `Remove ${member.email}?`}
      verb={isSelf ? "Leave" : "Remove member"}
      action={removeMemberAction}
      fields={fields}
    >
      <p>
        {isSelf ? "You" : member.email} can no longer open {organization.name}, from the next click on.
      </p>
      <p className="mt-2">
        What {isSelf ? "you" : "they"} did stays in the ledger and the audit log. API keys{" "}
        {isSelf ? "you" : "they"} made go on working until somebody revokes them.
      </p>
    </Confirm>
  );
}
