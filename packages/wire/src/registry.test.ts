import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadSettings } from '@hopline/runtime/settings';
import { parseLadder } from './ladder.ts';
import { registrySettings, registrySubjects } from './registry.ts';
import { readAllSchemas } from './schema-files.ts';
import { topicNames } from './topics.ts';

const read = (url: string) =>
  loadSettings(registrySettings, { SCHEMA_REGISTRY_URL: url }).SCHEMA_REGISTRY_URL;

test('a registry has an http or https URL, with or without credentials and a path; it may be left out', () => {
  for (const url of ['http://localhost:8081/', 'https://u:p@registry.example/apis/ccompat/v7']) {
    assert.equal(read(url)?.href, url);
  }
  assert.equal(read(''), undefined);
});

test('what is wrong with the URL is said without its password', () => {
  for (const url of [
    'registry:8081',
    'u:geheim@registry',
    'ftp://u:geheim@registry/',
    'http://u:geheim@registry/?a=1',
    'http://u:geheim%ff@registry/',
  ]) {
    assert.throws(
      () => read(url),
      (error: Error) => /SCHEMA_REGISTRY_URL/.test(error.message) && !/geheim/.test(error.message),
    );
  }
});

test('each schema has a subject for every topic that holds values of it', () => {
  const subjects = registrySubjects(topicNames('hop', parseLadder('5s,5s,1m')));
  assert.deepEqual(Object.fromEntries(subjects), {
    event: ['hop.events.v1-value'],
    'wake-up': [
      'hop.deliveries.v1-value',
      'hop.deliveries.v1.retry.5s-value',
      'hop.deliveries.v1.retry.1m-value',
      'hop.deliveries.v1.dlq-value',
    ],
  });
  assert.deepEqual(
    [...subjects.keys()].sort(),
    [...new Set(readAllSchemas().map(({ subject }) => subject))].sort(),
  );
});
