import { ImageFile } from '../../src/image/image-file';

test.each([
  ['templates/', '/app/templates', 'templates/ /app/templates', '/app/templates/x'],
  ['./a/../templates/', '/', 'templates/ /', '/x'],
  ['templates', '/app', 'templates /app', '/app/x'],
  ['my templates/', '/a$b', '["my templates/","/a\\\\$b"]', '/a$b/x'],
])('%j at %j is a folder', (source, target, words, place) => {
  const file = new ImageFile('image "x"', source, target);
  expect(file.instruction).toBe(`COPY --chmod=u=rwX,go=rX ${words}`);
  expect(file.placeOf('x')).toBe(place);
});

test.each([
  ['config.toml', '/etc/app.toml', '/etc/app.toml'],
  ['conf/app.toml', '/etc/', '/etc/app.toml'],
])('%j at %j is a file', (source, target, place) => {
  expect(new ImageFile('image "x"', source, target).placeOf()).toBe(place);
});

test.each(['', '.', './', '..', '../x', 'a/../..', '/etc/hosts', 'a\nb'])('%j is nothing in the project', (source) => {
  expect(() => new ImageFile('image "x"', source, '/a')).toThrow(
    `image "x": files has ${JSON.stringify(source)}, which is no file or folder in the project. Name it as seen`,
  );
});

test.each([
  ['', 'which is no path from the root of the image. Begin it with "/"'],
  ['app', 'which is no path from the root'],
  ['./app', 'which is no path from the root'],
  ['/app/../x', 'which is a longer way to write /x. Write that.'],
  ['/a//b', 'which is a longer way to write /a/b'],
  ['/a/./b', 'which is a longer way to write /a/b'],
  ['/a\nb', 'which has a control character in it'],
  ['/a ', 'or a blank at an end'],
  ['/a /b', 'or a blank at an end'],
  ['/proc', 'which a container would not see: its engine mounts a /proc of its own there. Choose another place.'],
  ['/dev/x', 'mounts a /dev of its own'],
  ['/sys/', 'mounts a /sys of its own'],
  ['/etc/hosts', 'mounts a /etc/hosts of its own'],
  ['/etc/resolv.conf', 'mounts a /etc/resolv.conf of its own'],
  ['/etc/hostname', 'mounts a /etc/hostname of its own'],
])('a file can not be at %j', (target, message) => {
  expect(() => new ImageFile('image "x"', 'a', target)).toThrow(
    `image "x": files has "a" at ${JSON.stringify(target)}, which `,
  );
  expect(() => new ImageFile('image "x"', 'a', target)).toThrow(message);
});

test.each(['/', '/a', '/a/', '/device', '/etc/hosts.d', '/etc/', '/a b/c', '/$x'])('a file can be at %j', (target) => {
  expect(() => new ImageFile('image "x"', 'a', target)).not.toThrow();
});
