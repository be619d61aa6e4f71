import type { ReactNode } from "react";
import { type CheckType, checkTypes } from "@/lib/domain/check-settings";

/** Shown while one of these kinds is chosen; by the stylesheet alone, so that it works without JavaScript. */
const looks = {
  http: "hidden group-has-[[name=type][value=http]:checked]/check:block",
  tcp: "hidden group-has-[[name=type][value=tcp]:checked]/check:block",
  dns: "hidden group-has-[[name=type][value=dns]:checked]/check:block",
  tls: "hidden group-has-[[name=type][value=tls]:checked]/check:block",
  icmp: "hidden group-has-[[name=type][value=icmp]:checked]/check:block",
  heartbeat: "hidden group-has-[[name=type][value=heartbeat]:checked]/check:block",
  run: "group-has-[[name=type][value=heartbeat]:checked]/check:hidden",
};

/** Part of the form for one kind of check; `run` is every kind that a probe runs. */
export function Only({
  types,
  fixed,
  children,
}: {
  types: keyof typeof looks;
  fixed: CheckType | null;
  children: ReactNode;
}) {
  if (fixed === null) return <div className={looks[types]}>{children}</div>;
  const members = types === "run" ? checkTypes.filter((type) => type !== "heartbeat") : [types];
  return members.includes(fixed) ? children : null;
}

/** Words for the kind of check that is chosen, within a sentence's place. */
export function OnlyWords({ words, fixed }: { words: Record<CheckType, string>; fixed: CheckType | null }) {
  if (fixed !== null) return words[fixed];
  return checkTypes.map((type) => (
    <span key={type} className={looks[type]}>
      {words[type]}
    </span>
  ));
}
