import * as fc from 'fast-check';
import { rustTokens } from '../../src/rust/rust-lexer';
import { RustSource } from '../../src/rust/rust-source';

/** The text with a mark at the insertion point. */
function marked(text: string): string | undefined {
  const point = new RustSource(text).insertionPoint;
  return point === undefined ? undefined : `${text.slice(0, point)}▲${text.slice(point)}`;
}

describe('RustSource.insertionPoint', () => {
  test.each([
    ['the start of the file', '▲fn main() {}'],
    ['the start of an empty file', '▲'],
    ['behind a shebang', '#!/usr/bin/env run-cargo-script\n▲fn main() {}\n'],
    ['behind an inner attribute', '#![allow(dead_code)]\n▲fn main() {}\n'],
    ['behind an inner attribute, which is no shebang although it is spaced', '#! [allow(dead_code)]\n▲fn main() {}\n'],
    ['behind an inner attribute whose bracket a comment precedes', '#! /* [ */ [allow(dead_code)]\n▲fn main() {}\n'],
    [
      'behind an inner attribute that begins like a shebang and goes on',
      '#! [\n  allow(dead_code)\n]\n▲fn main() {}\n',
    ],
    ['behind a shebang and an inner attribute', '#!/bin/sh\n#![allow(dead_code)]\n▲fn main() {}\n'],
    ['behind the last inner attribute', '#![a]\n\n// why\n#![b(\n    c,\n    "]",\n)]\n▲fn main() {}\n'],
    ['behind the blank lines after it', '#![a]\n\n \n▲use x;\n'],
    ['behind inner docs', '//! Docs.\n//! #![no_std]\n\n▲use x;\n'],
    ['behind inner block docs', '/*! Docs\n/* nested */ */\n▲use x;\n'],
    ['behind inner docs and attributes in any order', '//! Docs.\n#![a]\n//! More.\n▲use x;\n'],
    ['behind the comment on the line of an inner attribute', '#![a] // why\n▲use x;\n'],
    ['behind the block comment that begins there', '#![a] /* why\n*/\n▲use x;\n'],
    ['before the docs of the first item', '▲/// Docs.\nfn main() {}\n'],
    ['before the block docs of the first item', '#![a]\n▲/** Docs. */\nfn main() {}\n'],
    ['before a comment on the first item', '▲// Says hello.\nfn main() {}\n'],
    ['behind a licence', '// Copyright\n// Licence\n\n▲use x;\n'],
    ['behind a licence in a block', '/*\n * Copyright\n */\n\n▲// about x\nuse x;\n'],
    ['behind a licence in two comments', '// Copyright\n/*\n * Licence\n */  \n\n▲use x;\n'],
    ['before an item that a blank line follows', '▲use x;\n\nfn main() {}\n'],
    ['before a comment on such an item', '▲// About x.\nuse x;\n\nfn main() {}\n'],
    ['behind a licence in a box, which is no doc', '/***********\n * Copyright *\n ***********/\n\n▲use x;\n'],
    ['behind an empty comment, which is no doc', '/**/\n\n▲use x;\n'],
    ['behind a shebang and a licence', '#!/bin/sh\n// Copyright\n\n▲use x;\n'],
    ['behind the attribute that follows a licence', '// Copyright\n\n#![a]\n▲use x;\n'],
    ['before an attribute of an item', '▲#[derive(Debug)]\nstruct A;\n'],
    ['before an attribute of an item that has a shebang’s look', '#[cfg(a)]\nmod b;\n'.replace(/^/, '▲')],
    ['behind blank lines at the start', '\n\n▲fn main() {}\n'],
    ['with CRLF', '#![a]\r\n\r\n▲fn main() {}\r\n'],
    ['with CRLF behind a licence', '// Copyright\r\n\r\n▲fn main() {}\r\n'],
    ['not in the attribute of a function', '▲fn main() {\n    #![a]\n}\n'],
    ['behind four slashes, which are a plain comment', '//// Copyright\n\n▲use x;\n'],
    ['before an indented item', '#![a]\n▲  fn main() {}\n'],
  ])('is %s', (_, expected) => {
    expect(marked(expected.replace('▲', ''))).toBe(expected);
  });

  test.each([
    ['code follows on the line', '#![a] fn main() {}\n'],
    ['code follows a comment on the line', '#![a] /* b */ fn main() {}\n'],
    ['the last line has no end', '#![a]'],
    ['there is a shebang only', '#!/bin/sh'],
    ['the last comment has no end', '#![a] // b'],
  ])('is nowhere where %s', (_, text) => {
    expect(marked(text)).toBeUndefined();
  });
});

describe('RustSource.globalAllocatorLine', () => {
  const at = (text: string) => new RustSource(text).globalAllocatorLine;

  test.each([
    ['plain', '#[global_allocator]\nstatic A: B = B;\n', 1],
    ['after other code', 'fn a() { "#[global_allocator]"; }\n\n#[global_allocator]\nstatic A: B = B;\n', 3],
    ['spaced out', '# [ /* the */ global_allocator ]\nstatic A: B = B;\n', 1],
    ['under cfg_attr', '#[cfg_attr(feature = "fast", global_allocator)]\nstatic A: B = B;\n', 1],
    ['under a feature', '#[cfg(feature = "fast")]\n#[global_allocator]\nstatic A: B = B;\n', 2],
    ['not on MSVC', '#[cfg(not(target_env = "msvc"))]\n#[global_allocator]\nstatic A: B = B;\n', 2],
    ['on one architecture', '#[global_allocator]\n#[cfg(target_arch = "aarch64")]\nstatic A: B = B;\n', 1],
    ['in a module', 'mod a {\n    #[global_allocator]\n    static A: B = B;\n}\n', 2],
    ['behind a lifetime', "fn a<'a>(b: &'a str) -> char { '\\'' }\n#[global_allocator]\nstatic A: B = B;\n", 2],
    [
      'behind characters that look like the start of a string',
      "const A: [char; 3] = ['\"', '#', '\\u{22}'];\n#[global_allocator]\nstatic A: B = B;\n",
      2,
    ],
    ['behind a raw string', 'const A: &str = r#"a " b"#;\n#[global_allocator]\nstatic A: B = B;\n', 2],
    ['behind docs of its own', '#[global_allocator]\n/// Fast.\nstatic A: B = B;\n', 1],
  ])('%s', (_, text, line) => {
    expect(at(text)).toBe(line);
  });

  test.each([
    ['in a comment', '// #[global_allocator]\nfn main() {}\n'],
    ['in docs', '/// #[global_allocator]\n//! #[global_allocator]\nfn main() {}\n'],
    ['in a nested comment', '/* /* */ #[global_allocator] */\nfn main() {}\n'],
    ['in a string', 'const A: &str = "#[global_allocator]";\n'],
    ['in a string after an escape', 'const A: &str = "\\"#[global_allocator]";\n'],
    ['in a raw string', 'const A: &str = r##"a"# #[global_allocator] "##;\n'],
    ['in a raw byte string', 'const A: &[u8] = br#"" #[global_allocator] "#;\n'],
    ['in a C string', 'const A: &CStr = c"#[global_allocator]";\n'],
    ['in a string behind a byte character', 'const A: (u8, &str) = (b\'"\', "#[global_allocator]");\n'],
    ['as a word', 'fn global_allocator() {}\n'],
    ['as an index', 'fn a() { b[global_allocator]; }\n'],
    ['behind a number sign that begins no attribute', 'a! { #(global_allocator)* b }\nfn main() {}\n'],
    ['behind a number sign that ends the file', '#[cfg(a)] #'],
    ['in an attribute that does not end', '#[global_allocator\n'],
    ['of a file', '#![global_allocator]\nfn main() {}\n'],
    ['on Windows', '#[cfg(windows)]\n#[global_allocator]\nstatic A: B = B;\n'],
    ['on Windows, spaced out', '# [ /* not */ cfg (windows) ]\n#[global_allocator]\nstatic A: B = B;\n'],
    ['on Windows, with docs between', '#[cfg(windows)]\n/// Fast.\n#[global_allocator]\nstatic A: B = B;\n'],
    [
      'on glibc',
      '#[global_allocator]\n#[cfg(all(target_os = "linux", target_env = "gnu", feature = "fast"))]\nstatic A: B = B;\n',
    ],
    ['on anything but musl', '#[cfg(not(target_env = "musl"))]\n#[global_allocator]\nstatic A: B = B;\n'],
  ])('is none %s', (_, text) => {
    expect(at(text)).toBeUndefined();
  });
});

describe('RustSource.isFreestanding', () => {
  test.each([
    ['#![no_std]\nfn main() {}\n', true],
    ['#![no_main]\n', true],
    ['#![feature(no_core)]\n#![no_core]\n', true],
    ['// Copyright\n\n#![cfg_attr(target_os = "none", no_std)]\n', true],
    ['//! #![no_std]\nfn main() {}\n', false],
    ['#![doc = "no_std"]\nfn main() {}\n', false],
    ['mod a {\n    #![no_std]\n}\n', false],
  ])('of %j is %s', (text, expected) => {
    expect(new RustSource(text).isFreestanding).toBe(expected);
  });
});

test.each<[string, string[]]>([
  ['// a\n\t// b \nfn c() {} // d\n', ['// a', '// b ']],
  ['/* a */\n// b\r\n/* c */ // d\n', ['// b']],
  ['/// a\n//! b\n//// c\n', ['//// c']],
  ['"\n// a\n"; /*\n// b\n*/\n', []],
])('the line comments on lines of their own in %j are %j', (text, expected) => {
  expect(new RustSource(text).ownLineComments.map((comment) => comment.text)).toEqual(expected);
});

describe('rustTokens', () => {
  test.each<[string, string, ...string[]]>([
    ['word', 'fn', 'é2', '_a1', 'r#type', '1', '27usize', '0x1F'],
    ['punctuation', '{', '#', "'", '"', '€'],
    ['lifetime', "'a", "'static", "'_b2", "'é"],
    ['literal', '"a b"', '"\\""', '"\\\n"', 'b"a"', 'c"a"', 'r"\\"', 'r#"a " b"#', 'br##"a"# "##', 'cr"a"'],
    ['literal', "'a'", "'\"'", "b'a'", "'\\''", "'\\n'", "'\\\\'", "'\\x41'", "'\\u{22}'", "'\\u{1f980}'", "'🦀'"],
    [
      'comment',
      '// a',
      '//',
      '//// a',
      '// a //! b',
      '/* a */',
      '/**/',
      '/*** a */',
      '/* a /* b */\n c */',
      '/* a /*! b */ */',
      '/* a /** b */ */',
      '/* not ended',
    ],
    ['outer-doc', '/// a', '///', '/** a */', '/** /* a */ */'],
    ['inner-doc', '//! a', '/*! a */'],
    ['blank', ' ', '\t\n', '\r\n\r\n', '\u200e'],
  ])('of a kind, %s, are %j, %j …', (kind, ...texts) => {
    const between = kind === 'blank' ? ';' : '\r\n';
    const tokens = [...rustTokens(texts.join(between))].filter(({ text }) => text !== between);
    expect(tokens.map((token) => [token.kind, token.text])).toEqual(texts.map((text) => [kind, text]));
  });

  test.each<[string, string[]]>([
    ["fn a<'b>(c: &'b str)", ['fn', 'a', '<', "'b", '>', '(', 'c', ':', '&', "'b", 'str', ')']],
    ['a // b //! c', ['a', '// b //! c']],
    ['a /* b */c/* d */', ['a', '/* b */', 'c', '/* d */']],
    ['r#"a"b', ['r', '#', '"a"', 'b']],
    ["'ab'", ["'ab", "'"]],
    ["'\n'", ["'", "'"]],
    ['1.0e5', ['1', '.', '0e5']],
  ])('of %j are %j', (text, expected) => {
    const tokens = [...rustTokens(text)].filter(({ kind }) => kind !== 'blank');
    expect(tokens.map((token) => token.text)).toEqual(expected);
  });

  test('together they are the whole text, whatever it is', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', "'", 'r#"', '"#', '/*', '*/', '//', '\\', '\n', "'a", "b'", '#![', 'r##"', 'é', '𝒳'),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        const tokens = [...rustTokens(text)];
        expect(tokens.map((token) => token.text).join('')).toBe(text);
        expect(() => [new RustSource(text).insertionPoint, new RustSource(text).globalAllocatorLine]).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  test('reads a large file: with time that grows by its square this would run into the limit of a test', () => {
    const text = 'fn a() { /* b */ let c = "d"; } // e\n'.repeat(20_000);
    expect([...rustTokens(text)].length).toBeGreaterThan(100_000);
  });
});
