import { updatePins } from './update-pins';

// A program of its own, since a synth can't wait for an answer: node updater.js FOLDER
const say = (line: string) => void process.stderr.write(`${line}\n`);
void updatePins(process.argv[2], process.env, say)
  .catch((error: Error) => {
    say(error.message);
    return false;
  })
  .then((isDone) => {
    process.exitCode = isDone ? 0 : 1;
  });
