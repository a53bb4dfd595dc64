/** For a test of many minutes whose matter others hold too: with `LAB_SHORT`, as in CI, it is left out. */
export const testLong: jest.It = process.env.LAB_SHORT ? test.skip : test;
