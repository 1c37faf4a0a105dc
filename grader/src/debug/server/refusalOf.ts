import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/**
 * Why a request is not answered, or undefined. Any page in the same browser can send requests to this machine, and any name
 * can be made to lead here: so a request has to know the token, name this server, and come from its own page.
 *
 * @param token of the server's address
 */
export function refusalOf(
  request: Pick<IncomingMessage, "url" | "method" | "headers">,
  { token, port }: { readonly token: string; readonly port: number },
): string | undefined {
  const { headers, method = "GET", url = "" } = request;
  const own = ["127.0.0.1", "localhost"].map((name) => `${name}:${String(port)}`);
  if (!own.includes(headers.host ?? "")) return "the host is another one";
  if (!isSameToken(url.split("/")[1] ?? "", token))
    return "the token is missing or wrong; open the address that the command printed";
  const { origin } = headers;
  if (origin !== undefined && !own.some((host) => origin === `http://${host}`)) return "another origin asks";
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return "another site asks";
  if (method !== "GET" && headers["content-type"] !== "application/json") return "only JSON is taken";
  return undefined;
}

function isSameToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
