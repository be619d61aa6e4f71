/** The words at the gate of a private page, and of what lies behind it for customers. `{page}` is its name. */
export const en = {
  layer_title: "Your services",
  layer_components: "Your components",
  layer_level: "Service level",
  layer_credits: "Credits",
  layer_none: "No promise of ours runs for you now.",
  layer_no_credit: "No credit was issued to you yet.",
  credit_issued: "Issued",
  credit_applied: "Applied to an invoice",
  credit_paid_out: "Paid out",
  layer_note: "As of {at}. What {page} shows to everybody is above; this is for {customer} alone.",
  leave: "Sign out of this page",
  private_title: "{page} is private",
  password_text: "Enter the password that you were given.",
  password_label: "Password",
  wrong_password: "That is not the password. Check it and try again.",
  email_text:
    "Enter your e-mail address. If it may read this page, a link that opens it is on its way to you.",
  customer_title: "See your own services",
  customer_text:
    "Enter the e-mail address that {page} has of you. If it is known, a link to your components, your service level and your credits is on its way to you.",
  email_label: "E-mail address",
  bad_email: "This is not an e-mail address. Write one such as ana@example.com.",
  members_text: "Members of the organization open it with their own account.",
  members_action: "Sign in as a member",
  open: "Open the page",
  send: "Mail me a link",
  sent_title: "Look into your mailbox",
  sent_text:
    "If this address may read the page, a link is on its way. It opens the page once, for 15 minutes.",
  confirm_title: "Open {page}",
  confirm_text: "One click, and this browser may read the page for 12 hours.",
  used_title: "This link opens nothing any more",
  used_text: "It was used already, or its 15 minutes are over. Ask for another one.",
  again: "Ask for another link",
  too_many: "Too many attempts. Try again in {minutes} min.",
  refused: "The form came from another site, so nothing was done. Open the page and try again.",
  mail_subject: "Open {page}",
  mail_preview: "A link that opens the page. Valid for 15 minutes, once.",
  mail_text: "This link opens {page} in your browser. It works once, for 15 minutes.",
  mail_footnote: "If you did not ask for this, do nothing: without the link nobody gets in.",
} as const;

export type GateWord = keyof typeof en;
export type GateWords = { readonly [Word in GateWord]: string };
