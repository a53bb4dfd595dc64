import { updatePins } from './update-pins';

// A program of its own, since a synth can't wait for an answer: node updater.js FOLDER
void updatePins(process.argv[2], process.env, (line) => process.stderr.write(`${line}\n`)).then((isDone) => {
  process.exitCode = isDone ? 0 : 1;
});
