import type { ReactNode } from "react";
import type { CheckType } from "@/lib/domain/check-settings";

/** Shown while one of these kinds is chosen; by the stylesheet alone, so that it works without JavaScript. */
const looks = {
  http: "hidden group-has-[[name=type][value=http]:checked]/check:block",
  run: "hidden group-has-[[name=type][value=http]:checked]/check:block group-has-[[name=type][value=tcp]:checked]/check:block",
  heartbeat: "hidden group-has-[[name=type][value=heartbeat]:checked]/check:block",
};

const members: Record<keyof typeof looks, readonly CheckType[]> = {
  http: ["http"],
  run: ["http", "tcp"],
  heartbeat: ["heartbeat"],
};

/** Part of the form for some kinds of check; `run` is every kind that a probe runs. */
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
  return members[types].includes(fixed) ? children : null;
}
