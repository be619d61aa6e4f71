import { subscriberFile } from "@/app/_server/subscriber-file";

type Context = { params: Promise<{ organization: string }> };

/** Every subscriber of the page that `?page=` names. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return subscriberFile((await params).organization, new URL(request.url).searchParams.get("page") ?? "");
}
