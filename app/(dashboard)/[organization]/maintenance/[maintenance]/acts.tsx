import { ButtonLink } from "@/app/_ui/button";
import { Confirm } from "@/app/_ui/confirm";
import { DialogButton } from "@/app/_ui/dialog";
import { PressButton } from "@/app/_ui/press-button";
import { localText } from "@/lib/domain/local-time";
import type { MaintenanceView } from "@/lib/domain/maintenance";
import { isRunning } from "@/lib/domain/maintenance-view";
import { hourMs } from "@/lib/domain/time";
import { cancelAction, completeAction, skipAction, startAction } from "../actions";
import { ExtendForm } from "./extend-form";

/** What can be done with a maintenance that is not over. */
export function Acts({
  view,
  organization,
  zone,
}: {
  view: MaintenanceView;
  organization: string;
  zone: string;
}) {
  const fields = { organization, id: view.id };
  const running = isRunning(view.current);
  const later = localText(view.current.to + hourMs, zone).slice(0, 16);
  return (
    <>
      {running ? (
        <PressButton tone="primary" action={completeAction} fields={fields}>
          Complete now
        </PressButton>
      ) : (
        <PressButton tone="primary" action={startAction} fields={fields}>
          Start now
        </PressButton>
      )}
      <DialogButton label={running ? "Extend" : "Move the end"} title="Another end">
        <ExtendForm fields={fields} initial={later} zone={zone} />
      </DialogButton>
      <ButtonLink href={`/${organization}/maintenance/${view.id}/edit`}>Edit</ButtonLink>
      {view.rrule !== null && !running ? (
        <Confirm
          label="Leave one out"
          title="Leave the next occurrence out?"
          verb="Leave it out"
          action={skipAction}
          fields={fields}
        >
          The page shows it as cancelled and subscribers are told. Later occurrences stay.
        </Confirm>
      ) : null}
      {running ? null : (
        <Confirm
          label="Cancel it"
          title={`Cancel ${view.title}?`}
          verb="Cancel maintenance"
          action={cancelAction}
          fields={fields}
        >
          It will not happen{view.rrule === null ? "" : ", and neither will any later occurrence"}. Everybody
          who was told of it is told. What was announced stays on record.
        </Confirm>
      )}
    </>
  );
}
