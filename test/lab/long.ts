/** Whether tests of many minutes whose matter others hold too are left out, as in CI. */
export const isShort = Boolean(process.env.LAB_SHORT);

export const testLong: jest.It = isShort ? test.skip : test;
