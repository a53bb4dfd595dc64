// the tests' helpers tidy up when Jest is done; here that is when the process ends
Object.assign(globalThis, { afterAll: (tidyUp: () => void) => process.on('exit', tidyUp) });
