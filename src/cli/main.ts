#!/usr/bin/env node
import { readFileSync } from 'fs';
import { join } from 'path';
import { Command } from 'commander';

const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };

void new Command('projen-muslrust-chef')
  .description('Rust services as static, tiny, multi-platform container images, kept in shape by code.')
  .version(version)
  .parseAsync();
