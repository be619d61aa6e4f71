const direction = "(?:north|south|east|west|central|northeast|northwest|southeast|southwest)";
const code = `[a-z]{2}(?:-gov|-iso[a-z]?)?-${direction}-\\d`;
const suffix = new RegExp(`^(.{1,100}?)-(${code})$`);
const whole = new RegExp(`^${code}$`);

/** "acm-pca-me-central-1" → service and region; global services have no region. */
export function splitKey(key: string): { service: string; region: string | null } {
  const found = suffix.exec(key);
  return { service: found?.[1] ?? key, region: found?.[2] ?? null };
}

/** The region of an ARN (its fourth field); null when the event is global. */
export function regionOfArn(arn: string): string | null {
  const region = arn.split(":", 4)[3] ?? "";
  return whole.test(region) ? region : null;
}
