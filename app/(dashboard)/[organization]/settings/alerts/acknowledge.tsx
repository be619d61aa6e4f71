import { PressButton } from "@/app/_ui/press-button";
import type { AlertView } from "@/lib/domain/alert";
import { acknowledgeAction } from "./actions";

/** One press: somebody looks at it, nobody further is told. `back` is the screen it leads to. */
export function Acknowledge({
  organization,
  alert,
  back = "",
}: {
  organization: string;
  alert: AlertView;
  back?: "" | "/settings/alerts";
}) {
  return (
    <PressButton action={acknowledgeAction} fields={{ organization, id: alert.id, back }}>
      Acknowledge<span className="sr-only"> “{alert.title}”</span>
    </PressButton>
  );
}
