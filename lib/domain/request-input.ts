import { z } from "zod";
import { headerName } from "./assertion";

export const httpMethod = z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const headerValue = z
  .string()
  .max(2_000)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, "holds a character that no header may carry");

/** Headers that frame the message or name its host: ours to write, or a check could smuggle a second request. */
const framingHeaders =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|keep-alive)$/i;

export const headersInput = z
  .record(headerName, headerValue)
  .refine((value) => Object.keys(value).length <= 30, "at most 30 headers")
  .refine(
    (value) => !Object.keys(value).some((name) => framingHeaders.test(name)),
    "host, connection, length and encoding headers are written by the check itself",
  );

export const bodyInput = z.string().max(64_000);
