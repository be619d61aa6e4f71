import Link from "next/link";
import { redirect } from "next/navigation";
import { Button } from "@/app/_ui/button";
import { signOut } from "./actions";
import { Panel } from "./panel";
import { currentSession } from "./visitor";

/** Where signing in leads: into the only organization, or to a choice. */
export default async function Landing() {
  const session = await currentSession();
  if (!session) redirect("/sign-in");
  const { memberships, user } = session;
  const [only, ...others] = memberships;
  if (!only) return <NoOrganization email={user.email} />;
  if (others.length === 0) redirect(`/${only.organization.slug}`);
  return (
    <Panel title="Choose an organization">
      <ul className="divide-y divide-line border-line border-y">
        {memberships.map(({ organization, role }) => (
          <li key={organization.id}>
            <Link
              href={`/${organization.slug}`}
              className="flex items-baseline justify-between gap-4 py-2.5 hover:bg-sunken"
            >
              <span className="font-medium">{organization.name}</span>
              <span className="text-ink-2 text-sm">{role}</span>
            </Link>
          </li>
        ))}
      </ul>
      <SignedInAs email={user.email} />
    </Panel>
  );
}

function NoOrganization({ email }: { email: string }) {
  return (
    <Panel title="No organization yet">
      <p>
        You are signed in, but you belong to no organization. Ask an owner or admin of yours to invite{" "}
        <strong className="font-medium">{email}</strong>; the invitation arrives by e-mail.
      </p>
      <SignedInAs email={email} />
    </Panel>
  );
}

function SignedInAs({ email }: { email: string }) {
  return (
    <form action={signOut} className="flex flex-wrap items-center justify-between gap-2">
      <span className="text-ink-2 text-sm">Signed in as {email}</span>
      <Button type="submit">Sign out</Button>
    </form>
  );
}
