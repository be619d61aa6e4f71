import { AwsClient } from "aws4fetch";
import { type Mirror, mirrorCacheControl } from "./mirror";

const timeoutMs = 20_000;

/** A bucket of an S3-compatible store, by path-style addresses. */
export function s3Mirror(text: string): Mirror {
  const { client, base } = readAddress(text);
  const send = async (method: "PUT" | "DELETE", file: string, init: RequestInit = {}) => {
    const address = `${base}/${file.split("/").map(encodeURIComponent).join("/")}`;
    const response = await client.fetch(address, { ...init, method, signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    const isFine = response.ok || (method === "DELETE" && response.status === 404);
    if (!isFine) throw new Error(`the mirror answered ${method} ${file} with HTTP ${response.status}`);
  };
  return {
    put: (file, bytes, { contentType, encoding }) =>
      send("PUT", file, {
        body: new Uint8Array(bytes),
        headers: {
          "content-type": contentType,
          "cache-control": mirrorCacheControl,
          ...(encoding === "identity" ? {} : { "content-encoding": encoding }),
        },
      }),
    remove: (file) => send("DELETE", file),
  };
}

function readAddress(text: string): { client: AwsClient; base: string } {
  const url = URL.parse(text.replace(/^s3:/, "https:"));
  const bucket = url?.hostname ?? "";
  const endpoint = url?.searchParams.get("endpoint") ?? "";
  if (url === null || bucket === "" || url.username === "" || !/^https?:\/\//.test(endpoint))
    throw new Error(
      "PROBITY_MIRROR must be a folder or s3://KEY:SECRET@bucket/prefix?endpoint=https://s3.example.com&region=eu-central-1.",
    );
  const client = new AwsClient({
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    region: url.searchParams.get("region") ?? "us-east-1",
    service: "s3",
    retries: 2,
  });
  const prefix = url.pathname.replace(/^\/|\/$/g, "");
  return {
    client,
    base: [endpoint.replace(/\/$/, ""), bucket, ...(prefix === "" ? [] : [prefix])].join("/"),
  };
}
