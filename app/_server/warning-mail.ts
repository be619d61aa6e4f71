import { renderMail } from "@/emails/render";
import { AppError } from "@/lib/domain/errors";
import { getWarning } from "@/lib/operations/warnings";
import { identify } from "./member";

/** A mail is foreign HTML: no script, nothing loaded, no origin. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

/** A message to a customer exactly as it is sent, but for the doors, which are each contact's own. */
export async function warningMail(slug: string, id: string): Promise<Response> {
  const { member } = await identify(slug);
  const missing = () => new Response("Not found\n", { status: 404 });
  if (!member) return missing();
  try {
    const { message } = await getWarning(member.scope, id);
    const slots = { ...message, preferences: "#", unsubscribe: "#" };
    const { html } = await renderMail({ template: "customer_warning", slots });
    return new Response(html, {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policy,
        "cache-control": "private, no-store",
        "referrer-policy": "no-referrer",
      },
    });
  } catch (error) {
    if (error instanceof AppError && error.code !== "internal") return missing();
    throw error;
  }
}
