/** Oldest Node that every package here runs on. */
const oldest = [22, 18] as const;

/** Throws a sentence on a Node that is too old. On Linux the right one comes with the packages. */
export function requireNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new Error(
    `Probity needs Node ${oldest.join(".")} or newer, and this is ${version}. Install Node 24 LTS.`,
  );
}
