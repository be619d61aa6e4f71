import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Button } from "@/app/_ui/button";
import { Panel } from "../../panel";
import { type Search, searchText } from "../../search";

export const metadata: Metadata = { title: "Sign in", referrer: "same-origin" };

/**
 * Between the mail and the session stands a person: mail scanners open every link, but press no buttons. The form
 * posts to the address that consumes the link.
 */
export default async function ConfirmPage({ searchParams }: { searchParams: Search }) {
  const [token, email, callbackUrl] = await Promise.all(
    ["token", "email", "callbackUrl"].map((name) => searchText(searchParams, name)),
  );
  if (!token || !email) redirect("/sign-in/error?error=Verification");
  const query = new URLSearchParams({ token, email, callbackUrl: callbackUrl || "/" });
  return (
    <Panel title="Sign in">
      <p>
        You are about to sign in as <strong className="font-medium">{email}</strong>.
      </p>
      <form method="post" action={`/api/auth/callback/email?${query}`}>
        <Button type="submit" tone="primary" className="w-full">
          Sign in
        </Button>
      </form>
    </Panel>
  );
}
