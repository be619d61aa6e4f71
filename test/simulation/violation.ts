/** An invariant that does not hold. */
export class Violation extends Error {
  readonly invariant: string;
  readonly detail: unknown;

  constructor(invariant: string, detail: unknown) {
    super(`${invariant}: ${JSON.stringify(detail)}`);
    this.invariant = invariant;
    this.detail = detail;
  }
}

export function hold(isSo: boolean, invariant: string, detail: unknown): void {
  if (!isSo) throw new Violation(invariant, detail);
}
