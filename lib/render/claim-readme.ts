import type { ClaimSheet } from "@/lib/domain/claim-sheet";
import { moneyText } from "@/lib/domain/money-text";
import { formatInstant } from "@/lib/domain/time";

/** What is in the evidence of a claim, and how the provider checks it. */
export function claimReadme(sheet: ClaimSheet): string {
  const { claim, provider, contract, timezone, organizationName } = sheet;
  return `Evidence of a service credit claim
==================================

Claimed by  ${organizationName}
Provider    ${provider}
Contract    ${contract}
Period      ${formatInstant(claim.periodFrom)} to ${formatInstant(claim.periodTo)} (${timezone})
Credit      ${moneyText(claim.claimedMinor ?? claim.computedMinor, claim.currency)}
Claim       ${claim.id}

What is in it
-------------
claim.pdf        the claim as a letter: the outcome, the arithmetic, the intervals, the provider's own words
working.csv      the arithmetic, line by line
intervals.csv    every stretch that was not simply up, whose columns sum to the figures of the result
evidence.ndjson  the claim with its terms and result, our measurements as hashed ledger entries, and every
                 distinct reading of the provider's status page with the time it was read
vector.json      the rows and terms that the result was computed from
basis.json       the agreement, the period and what else the rows are made of
ledger.ndjson    our measurements of every component, whole, with proofs and a signed checkpoint
manifest.json    SHA-256 of every file, signed

How to check it
---------------
With Probity, without network or database:

    npm run probity -- verify THIS.zip        exit 0 good, 1 changed (says what), 2 unreadable
    npm run probity -- verify ledger.ndjson   the measurements alone

It compares every file with the signed manifest, every ledger entry with its hash and the one before, every
checkpoint with its signature, the measurements in evidence.ndjson with the ledger - and then computes the rows
from the ledger, the result from the rows, and the hash of the result again.

By hand: sha256sum of a file is in manifest.json. In evidence.ndjson the SHA-256 of a measurement's entry is its
"hash", which stands in ledger.ndjson too. The lines of working.csv can be computed from each other; the sums of
intervals.csv are the seconds in the result.
Compare the public key in manifest.json with the one that ${organizationName} publishes.
`;
}
