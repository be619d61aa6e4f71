import { NotHere } from "@/app/_ui/not-here";

export default function NotFound() {
  return (
    <NotHere title="Nothing is here">
      <p>
        No such thing exists in this organization, or you may not see it. The address may be mistyped, or
        belong to another organization: switch it at the top of the rail.
      </p>
    </NotHere>
  );
}
