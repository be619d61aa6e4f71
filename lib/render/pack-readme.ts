import type { StatementSheet } from "@/lib/domain/statement-sheet";
import { outcomeSentence } from "@/lib/domain/statement-words";
import { formatInstant } from "@/lib/domain/time";

/** What is in an audit pack, and how somebody who trusts nobody checks it. */
export function packReadme({ view, organizationName, customer }: StatementSheet): string {
  return `Audit pack of a service level statement
========================================

Provider   ${organizationName}
Customer   ${customer.name}
Contract   ${view.contractName}
Service    ${view.service}
Period     ${formatInstant(view.period.from)} to ${formatInstant(view.period.to)} (${view.timezone})
Statement  ${view.id}

${outcomeSentence(view)}

What is in it
-------------
statement.json   the statement as it was closed
statement.pdf    the same as a document
working.csv      the arithmetic, line by line
evidence.csv     every stretch that was not simply up, whose columns sum to the statement's
vector.json      the rows and terms that the statement was computed from
basis.json       the agreement, the period and what came from other statements
ledger.ndjson    the ledger of every component, with proofs and a signed checkpoint
manifest.json    SHA-256 of every file, signed

How to check it
---------------
With Probity, without network or database:

    npm run probity -- verify THIS.zip        exit 0 good, 1 changed (says what), 2 unreadable
    npm run probity -- verify ledger.ndjson   the ledger alone

It compares every file with the signed manifest, every ledger entry with its hash and the one before, every
checkpoint with its signature, the statement's heads with the ledger - and then computes the rows from the
ledger, the result from the rows, and the hash of the result again.

By hand: sha256sum of a file is in manifest.json. In ledger.ndjson the SHA-256 of an entry's "canonical" text
is its "hash", and that is the "prev_hash" of the next. The lines of working.csv can be computed from each
other; the sums of evidence.csv are the seconds in statement.json. Compare the public key in manifest.json
with the one that the provider publishes.
`;
}
