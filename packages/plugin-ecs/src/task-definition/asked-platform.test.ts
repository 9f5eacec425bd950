import type { JsonObject } from '@funade/core';
import { describe, expect, test } from 'vitest';
import { askedPlatform, runsOn } from './asked-platform.ts';

const fargate = { requiresCompatibilities: ['FARGATE'] };
const arm = { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' };

describe('what a task definition asks for', () => {
  test.each<[string, JsonObject, string | null]>([
    ['Fargate unless told otherwise', fargate, 'linux/amd64'],
    ['Fargate on Graviton', { ...fargate, runtimePlatform: arm }, 'linux/arm64'],
    ['Fargate with a CPU alone', { ...fargate, runtimePlatform: { cpuArchitecture: 'ARM64' } }, 'linux/arm64'],
    [
      'Windows on Fargate',
      { ...fargate, runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } },
      'windows/amd64',
    ],
    ['EC2 that says it', { requiresCompatibilities: ['EC2'], runtimePlatform: arm }, 'linux/arm64'],
    ['EC2 that does not', { requiresCompatibilities: ['EC2'] }, null],
    [
      'EC2 with an operating system alone',
      { requiresCompatibilities: ['EC2'], runtimePlatform: { operatingSystemFamily: 'LINUX' } },
      null,
    ],
    ['Fargate or EC2', { requiresCompatibilities: ['FARGATE', 'EC2'] }, null],
    ['no launch type', {}, null],
    ['a CPU newer than this rule', { ...fargate, runtimePlatform: { cpuArchitecture: 'RISCV64' } }, null],
  ])('%s', (_, definition, platform) => {
    expect(askedPlatform(definition)).toBe(platform);
  });
});

describe('whether an image runs there', () => {
  test.each<[string, readonly string[], string]>([
    ['the same', ['linux/amd64'], 'linux/amd64'],
    ['one of several', ['linux/amd64', 'linux/arm64'], 'linux/arm64'],
    ['with a variant', ['linux/arm64/v8'], 'linux/arm64'],
    ['one that does not say', [], 'linux/amd64'],
  ])('it does: %s', (_, platforms, asked) => {
    expect(runsOn(platforms, asked)).toBe(true);
  });

  test.each<[string, readonly string[], string]>([
    ['another CPU', ['linux/arm64'], 'linux/amd64'],
    ['32 bits', ['linux/arm/v7'], 'linux/arm64'],
    ['another system', ['windows/amd64'], 'linux/amd64'],
  ])('it does not: %s', (_, platforms, asked) => {
    expect(runsOn(platforms, asked)).toBe(false);
  });
});
