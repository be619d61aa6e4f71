import { ButtonLink } from "@/app/_ui/button";
import { Panel } from "../../panel";

export default function NoInvitation() {
  return (
    <Panel title="No such invitation">
      <p>Copy the whole link from the mail, or ask the person who invited you for a new one.</p>
      <ButtonLink href="/sign-in">Sign in</ButtonLink>
    </Panel>
  );
}
