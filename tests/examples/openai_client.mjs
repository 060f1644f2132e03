// SPDX-License-Identifier: MIT
// OpenAI's own client against the service, with no change but the base URL:
//   npm install openai
//   invito-service --api-key SECRET --port 8080 &
//   node tests/examples/openai_client.mjs http://127.0.0.1:8080/v1 SECRET

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

// From where it is run, as it is no part of this checkout.
const OpenAI = createRequire(process.cwd() + '/')('openai').default;
const [baseURL, adminAPIKey] = process.argv.slice(2);
const invitesWith = (key) =>
  new OpenAI({ baseURL, adminAPIKey: key, apiKey: 'none', maxRetries: 0 }).admin.organization.invites;
const invites = invitesWith(adminAPIKey);

const refused = async (call, kind, status, code) => {
  await assert.rejects(call, (e) => {
    assert.deepEqual([e.constructor.name, e.status, e.code], [kind, status, code]);
    return true;
  });
};

const projects = [{ id: 'project-x', role: 'member' }];
const made = await invites.create({ email: 'rita@example.com', role: 'reader', projects });
assert.equal(made.status, 'pending');
assert.deepEqual(made.projects, projects);
assert.equal(made.expires_at - made.created_at, 7 * 24 * 3600);

for (let n = 0; n != 5; ++n) await invites.create({ email: `p${n}@example.com`, role: 'owner' });
const seen = [];
for await (const invite of invites.list({ limit: 2 })) seen.push(invite.id); // page after page
assert.equal(new Set(seen).size, 6);

assert.deepEqual(await invites.retrieve(made.id), made);
assert.equal((await invites.delete(made.id)).deleted, true);
await refused(() => invites.retrieve(made.id), 'NotFoundError', 404, 'not_found');
await refused(() => invites.create({ email: 'P1@example.com', role: 'reader' }), 'BadRequestError', 400,
  'duplicate_pending');
await refused(() => invitesWith('another').list(), 'AuthenticationError', 401, 'unauthenticated');
console.log('all as the client expects');
