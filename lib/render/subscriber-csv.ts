import { stringify } from "csv-stringify/sync";
import { impactOrder, type SubscriberView } from "@/lib/domain/subscriber";
import { subscriberCells, subscriberColumns } from "@/lib/domain/subscriber-file";

const dialect = { record_delimiter: "\r\n", quoted_match: /[\r\n]/ };

/** The text of a CSV file piece by piece, header first. */
export async function* subscriberCsv(subscribers: AsyncIterable<SubscriberView>): AsyncGenerator<string> {
  yield stringify([[...subscriberColumns]], dialect);
  for await (const each of subscribers)
    yield stringify([subscriberCells(each, impactOrder[each.leastImpact] ?? "none")], dialect);
}
