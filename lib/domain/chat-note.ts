/** What a fact says outside of mail: chats show it, webhooks get its data. */
export type ChatNote = {
  title: string;
  /** Plain text; a blank line parts paragraphs. */
  text: string;
  /** Where to read on. */
  url: string | null;
  tone: "good" | "warning" | "bad" | "neutral";
  /** For machines: the event's name and the object as REST shows it. */
  event: { type: string; data: unknown };
};
