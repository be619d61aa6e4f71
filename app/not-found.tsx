import { ButtonLink } from "./_ui/button";
import { NotHere } from "./_ui/not-here";

export default function NotFound() {
  return (
    <main>
      <NotHere
        title="There is no such page"
        action={
          <ButtonLink href="/" tone="primary">
            Go to the start
          </ButtonLink>
        }
      >
        <p>The address may be mistyped, or lead to something you may not see.</p>
      </NotHere>
    </main>
  );
}
