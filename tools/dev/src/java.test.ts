import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findJava, parseJavaVersion } from './java.ts';

test('reads the version from what JVMs of many makers and ages say', () => {
  for (const [output, major, version] of [
    ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17, '17.0.15'],
    ['java version "1.8.0_392"', 8, '1.8.0_392'],
    ['openjdk version "25" 2025-09-16', 25, '25'],
    ['openjdk version "24-ea" 2025-03-18', 24, '24-ea'],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21.0.2" 2024-01-16', 21, '21.0.2'],
  ] as const) {
    assert.deepEqual(parseJavaVersion(output), { major, version });
  }
  assert.equal(
    parseJavaVersion('The operation couldn’t be completed. Unable to locate a Java Runtime.'),
    undefined,
  );
});

test('a Java that is missing is one clear line', async () => {
  await assert.rejects(
    findJava(['/nowhere/java']),
    /Java was not found.*install Java 17 or newer.*KAFKA_BROKERS/,
  );
});
