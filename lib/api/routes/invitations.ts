import { z } from "zod";
import {
  createInvitationInput,
  type Invitation,
  invitationStatuses,
  listInvitationsInput,
} from "@/lib/domain/invitation";
import { roles } from "@/lib/domain/permission";
import { formatInstant } from "@/lib/domain/time";
import {
  createInvitation,
  getInvitation,
  listInvitations,
  revokeInvitation,
} from "@/lib/operations/invitations";
import { instant, instantOrNull, listOf, presentPage } from "../present";
import { route } from "../route";

const invitation = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.enum(roles),
    status: z.enum(invitationStatuses),
    invited_by: z.string(),
    created_at: instant,
    expires_at: instant,
    accepted_at: instant.nullable(),
    archived_at: instant.nullable().meta({ description: "When it was taken back." }),
  })
  .meta({ id: "Invitation" });

function present(view: Invitation): z.input<typeof invitation> {
  return {
    id: view.id,
    email: view.email,
    role: view.role,
    status: view.status,
    invited_by: view.invitedBy,
    created_at: formatInstant(view.createdAt),
    expires_at: formatInstant(view.expiresAt),
    accepted_at: instantOrNull(view.acceptedAt),
    archived_at: instantOrNull(view.revokedAt),
  };
}

const tag = "Organization";

export const invitationRoutes = [
  route({
    method: "POST",
    path: "/invitations",
    tag,
    summary: "Invite an address by mail",
    grant: "admin",
    body: createInvitationInput,
    answer: invitation,
    status: 201,
    async run({ scope, body, now }) {
      const made = await createInvitation(scope, body, now);
      return { body: present(made), location: `/invitations/${made.id}` };
    },
  }),
  route({
    method: "GET",
    path: "/invitations",
    tag,
    summary: "List invitations",
    grant: "admin",
    query: listInvitationsInput,
    answer: listOf(invitation),
    status: 200,
    async run({ scope, query, now }) {
      return { body: presentPage(await listInvitations(scope, query, now), present) };
    },
  }),
  route({
    method: "GET",
    path: "/invitations/{id}",
    tag,
    summary: "Read an invitation",
    grant: "admin",
    answer: invitation,
    status: 200,
    async run({ scope, params, now }) {
      return { body: present(await getInvitation(scope, params.id, now)) };
    },
  }),
  route({
    method: "DELETE",
    path: "/invitations/{id}",
    tag,
    summary: "Take an invitation back",
    grant: "admin",
    status: 204,
    async run({ scope, params, now }) {
      await revokeInvitation(scope, params.id, now);
      return {};
    },
  }),
];
