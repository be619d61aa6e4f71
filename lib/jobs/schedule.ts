/** Jobs that start by the clock: `match` is a cron pattern in UTC, `job` a key of `handlers`. */
export type ScheduledJob = { job: string; match: string };

export const schedule: readonly ScheduledJob[] = [
  { job: "verifyDomains", match: "*/10 * * * *" },
  { job: "rollUp", match: "3 * * * *" },
  { job: "keepPartitions", match: "17 1 * * *" },
  { job: "checkpointLedgers", match: "7 * * * *" },
  { job: "scrubLedgers", match: "41 2 * * *" },
  { job: "statements", match: "*/5 * * * *" },
  { job: "upstreamClaims", match: "23 * * * *" },
  { job: "chainCounts", match: "13 * * * *" },
  { job: "forgetCalls", match: "37 3 * * *" },
  { job: "forgetOldAnswers", match: "29 * * * *" },
  { job: "monthlyReports", match: "11 6 2 * *" },
  { job: "remindActions", match: "23 7 * * *" },
  { job: "customerReports", match: "23 6 * * *" },
  { job: "digests", match: "4,34 * * * *" },
];
