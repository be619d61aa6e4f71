import { NotHere } from "@/app/_ui/not-here";

export default function Forbidden() {
  return (
    <NotHere title="Your role may not see this">
      <p>An owner or admin of this organization can give you a role that may, under Settings, Members.</p>
    </NotHere>
  );
}
