import Link from "next/link";
import { Fact } from "@/app/_ui/fact";
import { ExactTime } from "@/app/_ui/time";
import { deliveryStatuses } from "@/lib/domain/delivery";
import type { Notice } from "@/lib/domain/notice";
import { Since } from "../notice-table";
import { statusMeanings, statusWords, totalOf } from "../words";

/** How far the copies came, and how long it took; each figure leads to its recipients. */
export function FunnelView({ notice, path, zone }: { notice: Notice; path: string; zone: string }) {
  const { funnel } = notice;
  const total = totalOf(funnel);
  return (
    <div className="rounded-md border bg-surface">
      <dl className="grid grid-cols-2 gap-px sm:grid-cols-4 lg:grid-cols-5">
        <div className="p-3">
          <dt className="text-ink-3 text-xs">Recipients</dt>
          <dd className="font-medium text-lg tabular-nums">{total.toLocaleString("en")}</dd>
        </div>
        {deliveryStatuses
          .filter((status) => funnel[status] > 0)
          .map((status) => (
            <div key={status} className="p-3">
              <dt className="text-ink-3 text-xs">{statusWords[status]}</dt>
              <dd className="font-medium text-lg tabular-nums">
                <Link href={`${path}?status=${status}`} className="hover:underline">
                  {funnel[status].toLocaleString("en")}
                </Link>
                <span className="block font-normal text-ink-3 text-xs">{statusMeanings[status]}</span>
              </dd>
            </div>
          ))}
      </dl>
      <dl className="grid gap-x-8 gap-y-2 border-t p-3 text-sm sm:grid-cols-2 lg:grid-cols-4">
        <Fact term={notice.detectedAt === null ? "Told" : "Noticed"}>
          <ExactTime at={notice.detectedAt ?? notice.createdAt} zone={zone} />
        </Fact>
        <Fact term="May leave from">
          <ExactTime at={notice.dueAt} zone={zone} />
        </Fact>
        <Fact term="First handed over after">
          <Since notice={notice} at={notice.firstSentAt} />
        </Fact>
        <Fact term="Last handed over after">
          <Since notice={notice} at={notice.lastSentAt} />
        </Fact>
      </dl>
    </div>
  );
}
