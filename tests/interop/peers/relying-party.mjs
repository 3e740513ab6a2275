// An authorization server's side of the wallet's answers, by openid-client. A line of JSON on stdin for each answer:
//   {"issuer", "client_id", "jwks", "nonce", "state", "mode": "form_post" | "fragment", "redirect_uri", "answer": form text}
// and on stdout {"claims": …} where openid-client accepts it, else {"refused": its code, "why": …}.
import { createInterface } from 'node:readline';
import * as client from 'openid-client';

async function judge({ issuer, client_id, jwks, nonce, state, mode, redirect_uri, answer }) {
  const server = { issuer, jwks_uri: `${issuer}/jwks`, authorization_response_iss_parameter_supported: true };
  const config = new client.Configuration(server, client_id, { id_token_signed_response_alg: 'ES256' }, client.None());
  client.allowInsecureRequests(config); // loopback has no TLS
  client.useIdTokenResponseType(config);
  // The issuer is never dereferenced: the keys are those that the wallet enrolled with.
  config[client.customFetch] = async () => Response.json(jwks);
  const response = mode === 'form_post'
    ? new Request(redirect_uri, {
      method: 'POST', body: answer, headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    : new URL(`${redirect_uri}#${answer}`);
  return client.implicitAuthentication(config, response, nonce, { expectedState: state });
}

for await (const line of createInterface({ input: process.stdin })) {
  let said;
  try {
    said = { claims: await judge(JSON.parse(line)) };
  } catch (error) {
    said = { refused: error.code ?? error.name, why: `${error.message} ${error.cause?.message ?? ''}` };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
