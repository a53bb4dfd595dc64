import { cronFault } from '../../src/workflow/cron';

test.each([
  '0 4 * * 1',
  '*/15 * * * *',
  '30 5 * * 1-5',
  '0 0 1,15 * *',
  '5,35 0-23/2 1-7 JAN-MAR,dec MON',
  '59 23 31 12 6',
  '0 0 * * sun',
])('%s is a time', (cron) => {
  expect(cronFault(cron)).toBeUndefined();
});

test.each([
  ['', 'five fields'],
  ['@weekly', 'five fields'],
  ['0 4 * *', 'five fields'],
  ['0 4 * * 1 2026', 'five fields'],
  ['0  4 * * 1', 'five fields'],
  ['60 4 * * 1', '"60" is no minute (0 to 59)'],
  ['0 24 * * 1', '"24" is no hour'],
  ['0 4 0 * *', '"0" is no day of the month (1 to 31)'],
  ['0 4 * 13 *', '"13" is no month'],
  ['0 4 * * 7', '"7" is no day of the week (0 to 6)'],
  ['0 4 * * MONDAY', '"MONDAY" is no day of the week'],
  ['0 4 * MON *', '"MON" is no month'],
  ['5-1 4 * * 1', '"5-1" is no minute'],
  ['*/0 4 * * 1', '"*/0" is no minute'],
  ['1- 4 * * 1', '"1-" is no minute'],
  ['1,,2 4 * * 1', '"1,,2" is no minute'],
  ['H 4 * * 1', '"H" is no minute'],
  ['0 4 ? * L', '"?" is no day of the month'],
])('%j is none', (cron, fault) => {
  expect(cronFault(cron)).toContain(fault);
});
