// Identity providers by oidc-provider, one for each signature algorithm, on loopback. Usage: node idp.mjs
// Prints {"ready": {algorithm: issuer}}. A line "rotate" on stdin gives each of them a new signing key (the old one is no
// longer published) and answers {"rotated": true}. Any user name signs in, with any password.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

// oidc-provider tells developers that its store and its pages are for tests: stdout is for the protocol with the test.
console.info = console.warn = () => {};

// Three configurations: what differs between them is what providers differ in.
const bare = {
  // Nothing but the code flow; no refresh tokens, claims only where the id_token may hold them.
  scopes: ['openid', 'profile'],
  conformIdTokenClaims: false,
};
const rotating = {
  // Refresh tokens that are replaced at each use, and whose second use ends the session.
  scopes: ['openid', 'profile', 'offline_access'],
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  conformIdTokenClaims: false,
};
const strict = {
  // Step-up by acr and max_age, logout in the browser, revocation; claims as the standard has them.
  scopes: ['openid', 'profile', 'offline_access'],
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  acrValues: ['loa1', 'loa2'],
  features: { revocation: { enabled: true }, rpInitiatedLogout: { enabled: true } },
};
const configurations = { RS256: bare, PS256: rotating, ES256: strict, ES384: rotating, EdDSA: strict };

const claims = { openid: ['sub', 'acr', 'auth_time'], profile: ['name', 'preferred_username'] };

async function signingKey(algorithm, number) {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: algorithm, use: 'sig', kid: `${algorithm}-${number}` };
}

async function provider(algorithm, issuer, configuration, number) {
  const { features, ...rest } = configuration;
  const refreshes = rest.issueRefreshToken !== undefined;
  return new Provider(issuer, {
    ...rest,
    claims,
    features: { devInteractions: { enabled: true }, ...features },
    jwks: { keys: [await signingKey(algorithm, number)] },
    cookies: { keys: ['a key for the cookies of this test'] },
    pkce: { required: () => true },
    enabledJWA: { idTokenSigningAlgValues: [algorithm] },
    clients: [{
      client_id: `wallet-${algorithm}`,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      id_token_signed_response_alg: algorithm,
      response_types: ['code'],
      grant_types: refreshes ? ['authorization_code', 'refresh_token'] : ['authorization_code'],
      redirect_uris: [`http://127.0.0.1/callback/${algorithm.toLowerCase()}`],
      post_logout_redirect_uris: [`http://127.0.0.1/callback/${algorithm.toLowerCase()}`],
    }],
    findAccount: async (context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, name: `The person ${sub}`, preferred_username: sub }),
    }),
  });
}

const running = {};
for (const [algorithm, configuration] of Object.entries(configurations)) {
  const one = { algorithm, configuration, number: 1 };
  const server = createServer((request, response) => one.handle(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  one.issuer = `http://127.0.0.1:${server.address().port}`;
  one.handle = (await provider(algorithm, one.issuer, configuration, one.number)).callback();
  running[algorithm] = one;
}
const say = (object) => process.stdout.write(`${JSON.stringify(object)}\n`);
say({ ready: Object.fromEntries(Object.values(running).map((one) => [one.algorithm, one.issuer])) });

for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'rotate') continue;
  for (const one of Object.values(running)) {
    one.number += 1;
    one.handle = (await provider(one.algorithm, one.issuer, one.configuration, one.number)).callback();
  }
  say({ rotated: true });
}
process.exit(0);
