import { z } from "zod";
import { changeRoleInput, listMembersInput, type Member } from "@/lib/domain/member";
import { roles } from "@/lib/domain/permission";
import { formatInstant } from "@/lib/domain/time";
import { changeRole, getMember, listMembers, removeMember } from "@/lib/operations/members";
import { instant, listOf, presentPage } from "../present";
import { route } from "../route";

const member = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    role: z.enum(roles),
    joined_at: instant,
    version: z.int(),
  })
  .meta({ id: "Member" });

function present({ joinedAt, ...rest }: Member): z.input<typeof member> {
  return { ...rest, joined_at: formatInstant(joinedAt) };
}

const tag = "Organization";

export const memberRoutes = [
  route({
    method: "GET",
    path: "/members",
    tag,
    summary: "List members",
    grant: "admin",
    query: listMembersInput,
    answer: listOf(member),
    status: 200,
    async run({ scope, query }) {
      return { body: presentPage(await listMembers(scope, query), present) };
    },
  }),
  route({
    method: "GET",
    path: "/members/{id}",
    tag,
    summary: "Read a member",
    grant: "admin",
    answer: member,
    status: 200,
    async run({ scope, params }) {
      const found = await getMember(scope, params.id);
      return { body: present(found), version: found.version };
    },
  }),
  route({
    method: "PATCH",
    path: "/members/{id}",
    tag,
    summary: "Give a member another role",
    grant: "admin",
    body: changeRoleInput,
    answer: member,
    status: 200,
    async run({ scope, params, body, ifMatch, now }) {
      const changed = await changeRole(scope, params.id, body, now, ifMatch);
      return { body: present(changed), version: changed.version };
    },
  }),
  route({
    method: "DELETE",
    path: "/members/{id}",
    tag,
    summary: "End a membership",
    grant: "admin",
    status: 204,
    async run({ scope, params, now }) {
      await removeMember(scope, params.id, now);
      return {};
    },
  }),
];
