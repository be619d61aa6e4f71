/** Where one entry of a component's chain is shown and proven. */
export function ledgerEntryPath(organization: string, componentId: string, seq: number): string {
  return `/${organization}/ledger/${componentId}?seq=${seq}#entry-${seq}`;
}
