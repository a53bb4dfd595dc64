import { cronFault } from '../../src/workflow/cron';

test.each([
  '0 4 * * 1',
  '*/15 * * * *',
  '30 5 * * 1-5',
  '0 0 1,15 * *',
  '5,35 0-23/2 1-7 JAN-MAR,dec MON',
  '59 23 31 12 6',
  '*/5 * * * *',
  '3/5 * * * *',
  '0,58 4 * * *',
  '0,58 4,6 * * *',
  '0,55 * * * *',
  '0 4 29 2 *',
  '0 4 31 2,3 *',
  '0 4 30-31 4 *',
  '0 4 31 2 1',
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
  ['* * * * *', 'GitHub runs nothing more often than every 5 minutes'],
  ['*/1 * * * *', 'every 5 minutes'],
  ['*/7 * * * *', 'every 5 minutes'],
  ['0,4 4 * * 1', 'every 5 minutes'],
  ['0,58 4-5 * * *', 'every 5 minutes'],
  ['0,58 0,23 * * *', 'every 5 minutes'],
  ['0-10 4 * * 1', 'every 5 minutes'],
  ['0 4 31 2 *', 'no month of these has such a day, so it never comes'],
  ['0 4 30,31 feb *', 'it never comes'],
  ['0 4 31 4,6,9,11 *', 'it never comes'],
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
