import { Line, Subject } from './line';
import { Answer } from './machine';
import { shellQuote } from '../syntax/shell-quote';

/** What is said of a program that does not come to an end by itself. */
export function unanswered(
  about: Subject,
  level: 'warning' | 'fails',
  answer: Exclude<Answer, { kind: 'ended' }>,
): Line {
  if (answer.kind === 'absent') {
    const { program } = answer;
    return { about, level, text: `There is no ${program} on PATH any more`, remedy: `command -v ${program}` };
  }
  if (answer.kind === 'silent') {
    const { command, seconds } = answer;
    return {
      about,
      level,
      text: `\`${command}\` gave no answer in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}: what it asks hangs`,
      remedy: command.startsWith('docker') ? RESTART : command,
    };
  }
  const { path, reason } = answer;
  return reason === 'EACCES'
    ? { about, level, text: `${path} may not be executed`, remedy: `chmod +x ${shellQuote(path)}` }
    : {
        about,
        level,
        text: `${path} can't be executed here (${reason}): it is for another machine, or its interpreter is missing`,
        remedy: `file ${shellQuote(path)}`,
      };
}

const RESTART = process.platform === 'linux' ? 'sudo systemctl restart docker' : 'docker desktop restart';
