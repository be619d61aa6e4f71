import { warningMail } from "@/app/_server/warning-mail";

type Context = { params: Promise<{ organization: string; message: string }> };

/** The mail of a message that waits, as its contacts would see it. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { organization, message } = await params;
  return await warningMail(organization, message);
}
