import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { localPath } from "@/lib/domain/sign-in";
import { signIn } from "../actions";
import { Panel, Problem } from "../panel";
import { type Search, searchText } from "../search";
import { currentSession } from "../visitor";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const callbackUrl = localPath(await searchText(searchParams, "callbackUrl"));
  if (await currentSession()) redirect(callbackUrl);
  const problem = await searchText(searchParams, "problem");
  return (
    <Panel title="Sign in">
      <form action={signIn} className="flex flex-col gap-4">
        <input type="hidden" name="callbackUrl" value={callbackUrl} />
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="email"
          required
          defaultValue={await searchText(searchParams, "email")}
          hint="We mail you a link that signs you in. There is no password."
        />
        <Problem>{problem}</Problem>
        <Button type="submit" tone="primary">
          Mail me a link
        </Button>
      </form>
    </Panel>
  );
}
