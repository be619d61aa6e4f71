import { render, toPlainText } from "@react-email/render";
import type { ReactElement } from "react";
import type { ChatNote } from "@/lib/domain/chat-note";
import {
  type FilledTemplate,
  type NoticeSlots,
  type NoticeTemplate,
  type RecipientSlots,
  templateRules,
} from "@/lib/domain/notice";
import { slotMark, withoutMarks } from "@/lib/domain/slot";
import type { RecipientDoors, ToldIncident } from "@/lib/domain/told";
import { gateWord } from "@/lib/render/gate-words";
import { cutMail, fillMail, type MailShell } from "@/lib/render/mail";
import { ActionReminderMail, actionSubject } from "./action-reminder";
import { ChronicNoticeMail, chronicSubject } from "./chronic-notice";
import { ClaimDueMail, claimSubject } from "./claim-due";
import { CreditIssuedMail, creditSubject } from "./credit-issued";
import { CustomerWarningMail, warningSubject } from "./customer-warning";
import { DigestMail, digestSubject } from "./digest";
import { IncidentMail, incidentNote, incidentSubject, PostmortemMail, postmortemNote } from "./incident";
import { InvitationMail, invitationSubject } from "./invitation";
import { MaintenanceMail, maintenanceNote, maintenanceSubject } from "./maintenance";
import { MonthlyReportMail, monthlySubject } from "./monthly-report";
import { OptInMail, optInNote, optInSubject } from "./opt-in";
import { PageSignInMail } from "./page-sign-in";
import { SignInMail, signInSubject } from "./sign-in";
import { reportSubject, SlaReportMail } from "./sla-report";
import { StaffAlertMail, staffAlertSubject } from "./staff-alert";
import { WebhookDisabledMail, webhookDisabledSubject } from "./webhook-disabled";

/** What differs between recipients beside their slots, few enough to render each once. */
export type Reader = { locale: string; timezone: string };

type Template<Name extends NoticeTemplate> = {
  /** Slots of the recipient are marks while a template is rendered: put them in, never look into them. */
  subject(slots: NoticeSlots[Name] & RecipientSlots[Name], reader: Reader): string;
  body(slots: NoticeSlots[Name] & RecipientSlots[Name], reader: Reader): ReactElement;
  /** For chats and webhooks; a template without it is never sent there. */
  note?(slots: NoticeSlots[Name], reader: Reader): ChatNote;
};

const incident = {
  subject: incidentSubject,
  body: (slots: ToldIncident & RecipientDoors, reader: Reader) => <IncidentMail {...slots} reader={reader} />,
  note: incidentNote,
};

const templates: { readonly [Name in NoticeTemplate]: Template<Name> } = {
  sign_in: {
    subject: (_slots, reader) => signInSubject(reader),
    body: (slots, reader) => <SignInMail {...slots} reader={reader} />,
  },
  invitation: {
    subject: invitationSubject,
    body: (slots, reader) => <InvitationMail {...slots} reader={reader} />,
  },
  page_sign_in: {
    subject: (slots, reader) => gateWord(reader.locale, "mail_subject", { page: slots.page.name }),
    body: (slots, reader) => <PageSignInMail {...slots} reader={reader} />,
  },
  claim_due: { subject: claimSubject, body: (slots) => <ClaimDueMail {...slots} /> },
  chronic_notice: { subject: chronicSubject, body: (slots) => <ChronicNoticeMail {...slots} /> },
  staff_alert: { subject: staffAlertSubject, body: (slots) => <StaffAlertMail {...slots} /> },
  opt_in: {
    subject: optInSubject,
    body: (slots, reader) => <OptInMail {...slots} reader={reader} />,
    note: optInNote,
  },
  incident_opened: incident,
  incident_updated: incident,
  incident_resolved: incident,
  postmortem: {
    subject: incidentSubject,
    body: (slots, reader) => <PostmortemMail {...slots} reader={reader} />,
    note: postmortemNote,
  },
  maintenance: {
    subject: maintenanceSubject,
    body: (slots, reader) => <MaintenanceMail {...slots} reader={reader} />,
    note: maintenanceNote,
  },
  digest: {
    subject: digestSubject,
    body: (slots, reader) => <DigestMail {...slots} reader={reader} />,
  },
  customer_warning: {
    subject: warningSubject,
    body: (slots, reader) => <CustomerWarningMail {...slots} reader={reader} />,
  },
  credit_issued: {
    subject: creditSubject,
    body: (slots, reader) => <CreditIssuedMail {...slots} reader={reader} />,
  },
  sla_report: {
    subject: reportSubject,
    body: (slots, reader) => <SlaReportMail {...slots} reader={reader} />,
  },
  action_reminder: {
    subject: actionSubject,
    body: (slots, reader) => <ActionReminderMail {...slots} reader={reader} />,
  },
  monthly_report: {
    subject: monthlySubject,
    body: (slots) => <MonthlyReportMail {...slots} />,
  },
  webhook_disabled: {
    subject: webhookDisabledSubject,
    body: (slots, reader) => <WebhookDisabledMail {...slots} reader={reader} />,
  },
};

/** A notice's mail for every recipient who reads alike, in HTML and in plain text that says the same. */
export async function renderShell(
  name: NoticeTemplate,
  slots: Readonly<Record<string, unknown>>,
  reader: Reader,
): Promise<MailShell> {
  // What was stored is what `notify` was given for this template.
  const template = templates[name] as Template<"invitation">;
  const marks = templateRules[name].slots.map((slot) => [slot, slotMark(slot)]);
  const marked = { ...withoutMarks(slots), ...Object.fromEntries(marks) };
  const html = await render(template.body(marked, reader));
  return { subject: template.subject(marked, reader), html, text: textOf(html) };
}

/** Headings as they were written, a figure beside what it is of, and each door on a line of its own. */
const textSelectors = [
  { selector: '[data-skip-in-text="true"]', format: "skip" },
  ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
  { selector: "table[data-cells]", format: "dataTable", options: { uppercaseHeaderCells: false } },
  { selector: "tr", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  { selector: 'th[scope="row"]', format: "inlineSurround", options: { suffix: ": " } },
  { selector: "td.beside", format: "inline" },
  { selector: ".between", format: "lineBreak" },
];

function textOf(html: string): string {
  return toPlainText(html, { wordwrap: 100, selectors: textSelectors }).trim();
}

/** What a notice says in a chat; null where its template has nothing to say there. */
export function renderNote(
  name: NoticeTemplate,
  slots: Readonly<Record<string, unknown>>,
  reader: Reader,
): ChatNote | null {
  const template = templates[name] as Template<"invitation">;
  return template.note?.(withoutMarks(slots) as NoticeSlots["invitation"], reader) ?? null;
}

/** A template with all its slots as one mail. */
export async function renderMail(
  { template, slots }: FilledTemplate,
  reader: Reader = { locale: "en", timezone: "UTC" },
): Promise<MailShell> {
  const own = templateRules[template].slots.map((slot) => [
    slot,
    String((slots as Record<string, unknown>)[slot] ?? ""),
  ]);
  return fillMail(cutMail(await renderShell(template, { ...slots }, reader)), Object.fromEntries(own));
}
