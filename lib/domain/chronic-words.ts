import type { ChronicRight, ChronicTrigger } from "./sla/chronic-right";
import { counted, type Loose, listed, numberWords, percentWords, secondsWords } from "./terms-words";

/** The right as a clause of a contract's sentence. */
export function chronicClause({ triggers, exercise_within_days: days }: Loose<ChronicRight>): string {
  const when = listed(triggers.map(triggerWords), "or");
  return `once ${when}, the customer may use the contract's right for chronic failure within ${counted(days, "day")}`;
}

/** "3 periods in a row are broken" */
export function triggerWords(trigger: Loose<ChronicTrigger>): string {
  switch (trigger.kind) {
    case "periods_breached":
      return breachWords(trigger);
    case "downtime_over": {
      const { seconds, per } = trigger;
      const span = per === "period" ? "in one period" : `within ${counted(per.rolling_days, "day")}`;
      return `there is more than ${secondsWords(seconds)} of downtime ${span}`;
    }
    case "outages": {
      const { count, min_seconds, rolling_days } = trigger;
      const long = min_seconds === 0 ? "" : ` of ${secondsWords(min_seconds)} or more`;
      const verb = count === 1 ? "is" : "are";
      return `there ${verb} ${counted(count, "outage")}${long} within ${counted(rolling_days, "day")}`;
    }
  }
}

function breachWords({
  n,
  within_periods: within,
  consecutive,
  below,
}: Extract<Loose<ChronicTrigger>, { kind: "periods_breached" }>): string {
  const how = below ? `broken below ${percentWords(below)}` : "broken";
  if (n === 1) return `a period is ${how}`;
  if (consecutive) return `${counted(n, "period")} in a row are ${how}`;
  return `${numberWords(n)} of ${counted(within, "period")} are ${how}`;
}
