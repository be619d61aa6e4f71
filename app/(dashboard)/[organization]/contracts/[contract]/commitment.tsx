import { ButtonLink } from "@/app/_ui/button";
import { Money } from "@/app/_ui/money";
import { Section } from "@/app/_ui/page-head";
import { Time } from "@/app/_ui/time";
import type { CommitmentView, ContractView, TermsVersion } from "@/lib/domain/contract";
import { suspendedDays } from "@/lib/domain/contract-draft";
import { dayText } from "@/lib/domain/period-text";
import { termsSentence } from "@/lib/domain/terms-sentence";
import { termsWarnings } from "@/lib/domain/terms-traps";
import type { Ms } from "@/lib/domain/time";
import { type ActorNames, actorName } from "../../audit/actors";

type Props = {
  contract: ContractView;
  commitment: CommitmentView;
  /** Names of components. */
  names: ReadonlyMap<string, string>;
  actors: ActorNames | null;
  path: string;
  now: Ms;
  zone: string;
};

/** One promise: the sentence in force, and every version there was and will be. */
export function Commitment(props: Props) {
  const { contract, commitment, path, now } = props;
  const { versions } = commitment;
  const inForce = versions.findLast(({ effectiveFrom }) => effectiveFrom <= now) ?? versions[0];
  if (!inForce) return null;
  const isOver = contract.endsAt !== null && contract.endsAt <= now;
  return (
    <Section
      title={commitment.service}
      aside={
        isOver ? null : (
          <ButtonLink href={`${path}/amend?commitment=${commitment.id}`}>
            Amend {commitment.service}
          </ButtonLink>
        )
      }
    >
      <div className="rounded-md border bg-surface">
        <div className="p-4">
          <p className="max-w-[72ch] text-pretty text-base leading-6">{sentenceOf(props, inForce)}</p>
          <Warnings version={inForce} />
        </div>
        <Versions {...props} inForce={inForce} />
      </div>
    </Section>
  );
}

function sentenceOf({ contract, commitment, names }: Props, { terms, fees }: TermsVersion): string {
  const { service, window, counts, feeExcludes } = commitment;
  const { timezone, claims } = contract;
  const whole = { timezone, claims, suspended: suspendedDays(contract), names };
  return termsSentence({ service, window, counts, feeExcludes, ...whole, terms, fee: fees });
}

function Warnings({ version }: { version: TermsVersion }) {
  const warnings = termsWarnings(version.terms);
  if (warnings.length === 0) return null;
  return (
    <details className="mt-3 text-sm">
      <summary className="w-fit text-degraded">
        {warnings.length === 1 ? "1 thing to check" : `${warnings.length} things to check`}
      </summary>
      <ul className="mt-2 flex list-disc flex-col gap-1 pl-5 text-ink-2">
        {warnings.map(({ path, message }) => (
          <li key={path + message}>
            {path.replaceAll(/[._]/g, " ")} {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Versions(props: Props & { inForce: TermsVersion }) {
  const { commitment, inForce, now } = props;
  return (
    <ol className="border-t text-sm" aria-label={`Versions of ${commitment.service}`}>
      {commitment.versions.toReversed().map((version) => (
        <li key={version.termsVersion} className="border-t px-4 py-2.5 first:border-t-0">
          <details>
            <summary className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
              <span className="font-medium">
                {standing(version, inForce, now)} {dayText(version.effectiveFrom, props.contract.timezone)}
              </span>
              <span className="text-ink-2">{version.terms.target.percent} %</span>
              <Money minor={version.fees.amount_minor} currency={version.fees.currency} />
              <Written {...props} version={version} />
            </summary>
            <p className="mt-2 max-w-[72ch] text-pretty text-ink-2">{sentenceOf(props, version)}</p>
          </details>
        </li>
      ))}
    </ol>
  );
}

function standing(version: TermsVersion, inForce: TermsVersion, now: Ms): string {
  if (version.effectiveFrom > now) return `Version ${version.termsVersion}, from`;
  return version === inForce
    ? `Version ${version.termsVersion}, in force since`
    : `Version ${version.termsVersion}, replaced, from`;
}

function Written({ version, actors, now, zone }: Props & { version: TermsVersion }) {
  return (
    <span className="text-ink-3 text-xs">
      written {actors ? `by ${actorName(actors, version.createdBy)} ` : ""}
      <Time at={version.createdAt} now={now} zone={zone} />
    </span>
  );
}
