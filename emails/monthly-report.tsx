import { spokenMonth } from "@/lib/domain/calendar-text";
import type { MonthlyReport } from "@/lib/domain/monthly-report";
import { Action, Footnote, Frame, Heading, Paragraph } from "./frame";

export function monthlySubject({ organization, month, broken }: MonthlyReport): string {
  const outcome =
    broken === 0 ? "every promise kept" : `${broken} ${broken === 1 ? "promise" : "promises"} broken`;
  return `${organization}, ${spokenMonth(month)}: ${outcome}`;
}

const cell = { padding: "6px 12px 6px 0", fontSize: 13, lineHeight: "20px", color: "#1c1917" } as const;
const amount = { ...cell, padding: "6px 0", textAlign: "right", whiteSpace: "nowrap" } as const;

/** The month in numbers, for the people that the organization named. */
export function MonthlyReportMail(report: MonthlyReport) {
  const { organization, month, statements, closed, broken, credits, breaches, url } = report;
  const waiting = statements - closed;
  return (
    <Frame
      speaker={{ name: organization, url: null }}
      preview={`${statements} statements, ${broken} broken, ${waiting} not closed yet`}
    >
      <Heading>{spokenMonth(month)}</Heading>
      <Paragraph>
        {statements} {statements === 1 ? "statement" : "statements"}, {closed} closed
        {waiting > 0 ? `, ${waiting} still to close` : ""}. Of the closed ones {broken}{" "}
        {broken === 1 ? "promise was" : "promises were"} broken.
      </Paragraph>
      {credits.map(({ currency, open, booked }) => (
        <Paragraph key={currency}>
          Credits in {currency}: {booked} booked, {open} not booked yet.
        </Paragraph>
      ))}
      {breaches.length > 0 ? (
        <table width="100%" cellPadding={0} cellSpacing={0} border={0}>
          <tbody>
            {breaches.map(({ customer, service, uptime, credit }) => (
              <tr key={`${customer} ${service} ${uptime} ${credit}`}>
                <td className="ink" style={cell}>
                  {customer}, {service}
                </td>
                <td className="ink-2" style={cell}>
                  {uptime}
                </td>
                <td className="ink" style={amount}>
                  {credit}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <Action href={url} showsAddress>
        See the statements
      </Action>
      <Footnote>
        You get this because {organization} named your address for its monthly report. Finance can take it out
        under Settings, Books.
      </Footnote>
    </Frame>
  );
}
