#!/usr/bin/env node
import { adoptCommand } from './adopt';
import { CheckingCommand } from './checking-command';
import { doctorCommand } from './doctor';
import { reportCommand } from './report';
import { GENERATOR } from '../generator';

void new CheckingCommand(GENERATOR.name)
  .description('Rust services as static, tiny, multi-platform container images, kept in shape by code.')
  .version(GENERATOR.version)
  .addCommand(adoptCommand())
  .addCommand(doctorCommand())
  .addCommand(reportCommand())
  .parseAsync();
