import Link from "next/link";
import { Fact } from "@/app/_ui/fact";
import { ExactTime } from "@/app/_ui/time";
import { type DeliveryStatus, deliveryStatuses, type Funnel } from "@/lib/domain/delivery";
import type { Notice } from "@/lib/domain/notice";
import { Since } from "../notice-table";
import { statusMeanings, statusWords, totalOf } from "../words";

/** From what is through to what is lost, by the colours of states. */
const shares: readonly { fill: string; of: readonly DeliveryStatus[] }[] = [
  { fill: "fill-operational", of: ["delivered", "sent"] },
  { fill: "fill-unknown", of: ["sending", "queued", "suppressed", "cancelled"] },
  { fill: "fill-degraded", of: ["uncertain"] },
  { fill: "fill-major", of: ["bounced", "complained", "failed"] },
];

/** The same figures as lengths; their words stand below. */
function FunnelBar({ funnel, total }: { funnel: Funnel; total: number }) {
  if (total === 0) return null;
  const lengths = shares.map(({ of }) => of.reduce((sum, status) => sum + funnel[status], 0));
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${total} 1`}
      preserveAspectRatio="none"
      className="block h-1.5 w-full rounded-t-md"
    >
      {shares.map(({ fill }, index) => (
        <rect
          key={fill}
          className={fill}
          x={lengths.slice(0, index).reduce((sum, length) => sum + length, 0)}
          width={lengths[index]}
          height="1"
        />
      ))}
    </svg>
  );
}

/** How far the copies came, and how long it took; each figure leads to its recipients. */
export function FunnelView({ notice, path, zone }: { notice: Notice; path: string; zone: string }) {
  const { funnel } = notice;
  const total = totalOf(funnel);
  return (
    <div className="rounded-md border bg-surface">
      <FunnelBar funnel={funnel} total={total} />
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
