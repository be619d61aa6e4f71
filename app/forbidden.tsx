import { NotHere } from "./_ui/not-here";

export default function Forbidden() {
  return (
    <main>
      <NotHere title="You may not do this">
        <p>Ask an owner of the organization for a role that may.</p>
      </NotHere>
    </main>
  );
}
