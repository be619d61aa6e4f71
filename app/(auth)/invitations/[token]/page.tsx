import type { Metadata } from "next";
import { Button, ButtonLink } from "@/app/_ui/button";
import type { Session } from "@/lib/auth/session";
import { closedSentence } from "@/lib/domain/invitation";
import { type InvitationPreview, previewInvitation } from "@/lib/operations/invitations";
import { join, signInToJoin, signOut } from "../../actions";
import { Panel, Problem } from "../../panel";
import { type Search, searchText } from "../../search";
import { currentSession } from "../../visitor";

export const metadata: Metadata = { title: "Invitation", referrer: "same-origin" };

type Props = { params: Promise<{ token: string }>; searchParams: Search };

export default async function InvitationPage({ params, searchParams }: Props) {
  const { token } = await params;
  const preview = await previewInvitation(token, Date.now());
  if (!preview) return <NoInvitation />;
  const { invitation, organization } = preview;
  return (
    <Panel title={`Join ${organization.name}`}>
      {invitation.status === "open" ? (
        <Open token={token} preview={preview} session={await currentSession()} />
      ) : (
        <Closed sentence={closedSentence[invitation.status]} />
      )}
      <Problem>{await searchText(searchParams, "problem")}</Problem>
    </Panel>
  );
}

/** A page of its own rather than Next's not-found, which is blank without JavaScript. */
function NoInvitation() {
  return (
    <Panel title="No such invitation">
      <p>Copy the whole link from the mail, or ask the person who invited you for a new one.</p>
      <ButtonLink href="/sign-in">Sign in</ButtonLink>
    </Panel>
  );
}

function Closed({ sentence }: { sentence: string }) {
  return (
    <>
      <p>{sentence}</p>
      <ButtonLink href="/sign-in">Sign in</ButtonLink>
    </>
  );
}

type OpenProps = { token: string; preview: InvitationPreview; session: Session | null };

function Open({ token, preview, session }: OpenProps) {
  const { invitation, organization, isKnownUser } = preview;
  const isOther = session !== null && session.user.email !== invitation.email;
  return (
    <>
      <p>
        {organization.name} invites <strong className="font-medium">{invitation.email}</strong> as{" "}
        <strong className="font-medium">{invitation.role}</strong>.
      </p>
      {isOther ? <Other token={token} invited={invitation.email} signedIn={session.user.email} /> : null}
      {!isOther && (session !== null || !isKnownUser) ? <Accept token={token} /> : null}
      {session === null && isKnownUser ? <SignInFirst token={token} email={invitation.email} /> : null}
    </>
  );
}

function Accept({ token }: { token: string }) {
  return (
    <form action={join}>
      <input type="hidden" name="token" value={token} />
      <Button type="submit" tone="primary" className="w-full">
        Accept the invitation
      </Button>
    </form>
  );
}

function SignInFirst({ token, email }: { token: string; email: string }) {
  return (
    <form action={signInToJoin} className="flex flex-col gap-4">
      <p>Sign in first: we mail a link to {email} that leads back here.</p>
      <input type="hidden" name="token" value={token} />
      <Button type="submit" tone="primary">
        Mail me a link
      </Button>
    </form>
  );
}

function Other({ token, invited, signedIn }: { token: string; invited: string; signedIn: string }) {
  return (
    <form action={signOut} className="flex flex-col gap-4">
      <p>
        You are signed in as {signedIn}, but the invitation is for {invited}. Sign out to accept it with that
        address, or ask for an invitation to yours.
      </p>
      <input type="hidden" name="next" value={`/invitations/${token}`} />
      <Button type="submit" tone="primary">
        Sign out and go on
      </Button>
    </form>
  );
}
