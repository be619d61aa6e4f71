import { byteStream } from "@/lib/api/byte-stream";
import { AppError } from "@/lib/domain/errors";
import { exportSubscribers } from "@/lib/operations/subscriber-files";
import { subscriberCsv } from "@/lib/render/subscriber-csv";
import { identify } from "./member";

/** A page's subscribers as a file, for members who may write. */
export async function subscriberFile(slug: string, pageId: string): Promise<Response> {
  const { member } = await identify(slug);
  const missing = () => new Response("Not found\n", { status: 404 });
  if (!member) return missing();
  try {
    const subscribers = await exportSubscribers(member.scope, pageId);
    return new Response(byteStream(subscriberCsv(subscribers)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="subscribers.csv"',
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    if (error instanceof AppError && error.code !== "internal") return missing();
    throw error;
  }
}
