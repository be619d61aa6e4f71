import Link from "next/link";
import { Banner } from "@/app/_ui/banner";
import { ExactTime } from "@/app/_ui/time";
import type { ChronicCase } from "@/lib/domain/chronic";
import { triggerWords } from "@/lib/domain/chronic-words";

/** Rights that the customer may exercise now, each until its deadline; `home` links the contract. */
export function ChronicBanners({ cases, home }: { cases: readonly ChronicCase[]; home?: string }) {
  return cases.map((each) => (
    <Banner
      key={`${each.commitmentId} ${each.place} ${each.metAt}`}
      tone="warning"
      title={`Chronic failure of ${each.service}: the customer may exercise a right`}
    >
      The contract gives it once {triggerWords(each.trigger)}. That was met at{" "}
      <ExactTime at={each.metAt} zone={each.timezone} />; the right lapses at{" "}
      <ExactTime at={each.exerciseUntil} zone={each.timezone} />.
      {home === undefined ? null : (
        <>
          {" "}
          <Link href={`${home}/contracts/${each.contractId}`} className="underline underline-offset-2">
            See the contract
          </Link>
          .
        </>
      )}
    </Banner>
  ));
}
