// With the argument `payloads`, payloads of GitHub's event `pull_request`, one a line with its type before it: the examples
// on npm that are valid under the schemas there, and one of them with what other actions have. With the path of a folder,
// what is wrong with the values there by the same schemas.

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const Ajv = require('ajv').default;
const addFormats = require('ajv-formats').default;

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(require('@octokit/webhooks-schemas'), 'github');

function faults(action, json) {
  const validate = ajv.getSchema(`github#/definitions/pull_request$${action}`);
  return validate(json) ? [] : validate.errors;
}

// What no example has, by the documentation of GitHub.
function made({ action, assignee, ...base }) {
  const { sender, pull_request } = base;
  const api = 'https://api.github.com/organizations/1/team/1';
  const parent = {
    name: 'Octocats',
    id: 1,
    node_id: 'MDQ6VGVhbTE=',
    slug: 'octocats',
    description: null,
    privacy: 'secret',
    url: api,
    html_url: 'https://github.com/orgs/octo-org/teams/octocats',
    members_url: `${api}/members{/member}`,
    repositories_url: `${api}/repos`,
    permission: 'pull',
  };
  const team = { ...parent, name: 'Kittens', slug: 'kittens', privacy: 'closed', parent };
  const milestone = {
    url: `${base.repository.url}/milestones/1`,
    html_url: `${base.repository.html_url}/milestone/1`,
    labels_url: `${base.repository.url}/milestones/1/labels`,
    id: 1,
    node_id: 'MDk6TWlsZXN0b25lMQ==',
    number: 1,
    title: 'v1.0',
    description: null,
    creator: sender,
    open_issues: 1,
    closed_issues: 0,
    state: 'open',
    created_at: '2021-01-01T00:00:00Z',
    updated_at: '2021-01-01T00:00:00Z',
    due_on: '2021-02-01T08:00:00Z',
    closed_at: null,
  };
  const auto_merge = { enabled_by: sender, merge_method: 'squash', commit_title: 'Title', commit_message: null };
  const changes = { title: { from: 'Old' }, base: { ref: { from: 'master' }, sha: { from: pull_request.base.sha } } };
  const others = [
    { action: 'auto_merge_enabled', reason: 'enabled', pull_request: { ...pull_request, auto_merge } },
    { action: 'auto_merge_disabled', reason: 'disabled by a push' },
    { action: 'edited', changes },
    { action: 'edited', changes: { body: { from: '' } } },
    { action: 'enqueued' },
    { action: 'dequeued', reason: 'CI_FAILURE' },
    { action: 'milestoned', milestone, pull_request: { ...pull_request, milestone } },
    { action: 'demilestoned', milestone, pull_request: { ...pull_request, milestone } },
    {
      action: 'review_requested',
      requested_team: team,
      pull_request: { ...pull_request, requested_reviewers: [sender, team], requested_teams: [team] },
    },
  ];
  return others.map((other) => ({ ...base, ...other }));
}

if (process.argv[2] === 'payloads') {
  const { examples } = require('@octokit/webhooks-examples').find(({ name }) => name === 'pull_request');
  // The oldest one lacks what GitHub has added since.
  const valid = examples.filter((example) => faults(example.action, example).length === 0);
  const assigned = valid.find(({ action }) => action === 'assigned');
  for (const payload of [...valid, ...made(assigned)]) {
    console.log(`pull_request.${payload.action}\t${JSON.stringify(payload)}`);
  }
} else {
  for (const line of readFileSync(join(process.argv[2], 'values.jsonl'), 'utf8').split('\n').filter(Boolean)) {
    const { event, json } = JSON.parse(line);
    const found = faults(event.replace('pull_request.', ''), json);
    if (found.length > 0) {
      console.log(`${line.slice(0, 200)}\n  ajv: ${ajv.errorsText(found)}`);
    }
  }
}
