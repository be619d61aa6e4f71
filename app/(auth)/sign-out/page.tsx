import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Button } from "@/app/_ui/button";
import { signOut } from "../actions";
import { Panel } from "../panel";
import { currentSession } from "../visitor";

export const metadata: Metadata = { title: "Sign out" };

/** A page, not an act: opening a link must not sign anybody out. */
export default async function SignOutPage() {
  const session = await currentSession();
  if (!session) redirect("/sign-in");
  return (
    <Panel title="Sign out">
      <p>You are signed in as {session.user.email}. Other browsers stay signed in.</p>
      <form action={signOut}>
        <Button type="submit" tone="primary" className="w-full">
          Sign out
        </Button>
      </form>
    </Panel>
  );
}
