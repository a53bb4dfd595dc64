import { fileHash } from '../../src/record/file-hash';

test('line ends of a checkout are no difference, and all else is one', () => {
  expect(fileHash('a\r\nb\r\n')).toBe(fileHash('a\nb\n'));
  expect(fileHash('a\n')).not.toBe(fileHash('a'));
  expect(fileHash('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});
