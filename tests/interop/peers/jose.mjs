// The JOSE library of the JavaScript world as a second opinion. Files are lines of space-separated columns.
//   node jose.mjs make DIR COUNT SEED   reads recipients.json; writes keys.json, tokens (token, payload), messages (message,
//                                       payload), mine.json (public keys for encryption) and mine-private.json
//   node jose.mjs check DIR             reads wallet-keys.json, wallet-tokens, wallet-messages; says how many were right
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  base64url, compactDecrypt, CompactEncrypt, CompactSign, compactVerify, createLocalJWKSet, exportJWK, generateKeyPair,
  importJWK,
} from 'jose';

const [, , command, folder, count, seed] = process.argv;
const read = async (name) => readFile(join(folder, name), 'utf8');
const write = async (name, text) => writeFile(join(folder, name), text);
const rows = async (name) => (await read(name)).split('\n').filter(Boolean).map((line) => line.split(' '));

let state = Number(seed) || 1;
function random(below) { // mulberry32
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % below;
}
const text = () => Array.from({ length: random(40) }, () => String.fromCodePoint(
  [0x20 + random(0x5f), 0xa0 + random(0x500), 0x4e00 + random(0x100), 0x1f300 + random(0x100)][random(4)])).join('');
function value(depth) {
  const kind = random(depth > 3 ? 4 : 6);
  if (kind === 4) return Array.from({ length: random(4) }, () => value(depth + 1));
  if (kind === 5) return Object.fromEntries(Array.from({ length: random(4) }, (_, i) => [`${i}${text()}`, value(depth + 1)]));
  return [text(), random(2 ** 31), random(2) === 0, null][kind];
}
const payload = () => new TextEncoder().encode(JSON.stringify({ sub: text(), iat: 1790000000 + random(1000), x: value(0) }));

async function make() {
  const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];
  const keys = [];
  for (const alg of algorithms) {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    keys.push({ privateKey, jwk: { ...(await exportJWK(publicKey)), kid: `jose-${alg}`, alg, use: 'sig' } });
  }
  await write('keys.json', JSON.stringify({ keys: keys.map((key) => key.jwk) }));
  const tokens = [];
  for (let i = 0; i < Number(count); i += 1) {
    const { privateKey, jwk } = keys[i % keys.length];
    const bytes = payload();
    const token = await new CompactSign(bytes).setProtectedHeader({ alg: jwk.alg, kid: jwk.kid, typ: 'JWT' }).sign(privateKey);
    tokens.push(`${token} ${base64url.encode(bytes)}`);
  }
  await write('tokens', `${tokens.join('\n')}\n`);

  const recipients = JSON.parse(await read('recipients.json')).keys;
  const messages = [];
  for (let i = 0; i < Number(count); i += 1) {
    const jwk = recipients[i % recipients.length];
    const bytes = payload();
    const header = { alg: 'ECDH-ES', enc: 'A256GCM', typ: 'fpx-rot+jwe', kid: jwk.kid };
    const parties = { apu: new TextEncoder().encode(`as ${text()}`), apv: new TextEncoder().encode(`rs ${text()}`) };
    const message = await new CompactEncrypt(bytes).setProtectedHeader(header).setKeyManagementParameters(parties)
      .encrypt(await importJWK(jwk, 'ECDH-ES'));
    messages.push(`${message} ${base64url.encode(bytes)}`);
  }
  await write('messages', `${messages.join('\n')}\n`);

  const mine = [];
  for (const crv of ['P-256', 'X25519']) {
    const { privateKey } = await generateKeyPair('ECDH-ES', { crv, extractable: true });
    mine.push({ ...(await exportJWK(privateKey)), kid: `jose-${crv}`, use: 'enc' });
  }
  await write('mine-private.json', JSON.stringify({ keys: mine }));
  await write('mine.json', JSON.stringify({ keys: mine.map(({ d, ...rest }) => rest) }));
}

async function check() {
  const keys = createLocalJWKSet(JSON.parse(await read('wallet-keys.json')));
  let verified = 0;
  for (const [token, expected] of await rows('wallet-tokens')) {
    const result = await compactVerify(token, keys);
    if (base64url.encode(result.payload) === expected) verified += 1;
  }
  const mine = Object.fromEntries(JSON.parse(await read('mine-private.json')).keys.map((jwk) => [jwk.kid, jwk]));
  let decrypted = 0;
  for (const [message, expected] of await rows('wallet-messages')) {
    const result = await compactDecrypt(message, async (header) => importJWK(mine[header.kid], 'ECDH-ES'),
      { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] });
    if (base64url.encode(result.plaintext) === expected) decrypted += 1;
  }
  process.stdout.write(`${verified} ${decrypted}\n`);
}

await (command === 'make' ? make() : check());
