import { Allocator } from '../../src/allocator/allocator';
import { PINS } from '../../src/pins';

describe('Allocator', () => {
  test.each([
    ['plain', Allocator.mimalloc(), []],
    ['secure', Allocator.mimalloc({ secure: true }), ['secure']],
    ['v2', Allocator.mimalloc({ v2: true }), ['v2']],
    ['both, in one order', Allocator.mimalloc({ v2: true, secure: true }), ['secure', 'v2']],
    ['switched off', Allocator.mimalloc({ v2: false, secure: false, memoryBounded: false }), []],
    ['memory-bounded', Allocator.mimalloc({ memoryBounded: true }), []],
  ])('mimalloc has the features that are asked for: %s', (_, allocator, features) => {
    expect(allocator._crate).toMatchObject({
      name: 'mimalloc',
      type: 'MiMalloc',
      version: PINS.crates.mimalloc,
      features,
    });
    expect(allocator._buildEnvironment).toEqual({});
  });

  test.each([{}, { v2: true }, { secure: true }, { secure: true, v2: true }])(
    'a memory bound and huge pages are matters of the image alone: %j',
    (options) => {
      const [plain, bounded] = [Allocator.mimalloc(options), Allocator.mimalloc({ ...options, memoryBounded: true })];
      expect(bounded._crate).toEqual(plain._crate);
      expect(plain._imageEnvironment).toEqual({ MIMALLOC_ALLOW_THP: '0' });
      expect(bounded._imageEnvironment).toEqual({ MIMALLOC_PURGE_DELAY: '0', MIMALLOC_ALLOW_THP: '0' });
      const huge = Allocator.mimalloc({ ...options, hugePages: true });
      expect([huge._crate, huge._imageEnvironment]).toEqual([plain._crate, {}]);
    },
  );

  test('jemalloc is built for large pages on arm64, and there alone', () => {
    const { _crate, _imageEnvironment, _buildEnvironment } = Allocator.jemalloc();
    expect(_crate).toMatchObject({
      name: 'tikv-jemallocator',
      type: 'Jemalloc',
      version: PINS.crates['tikv-jemallocator'],
      features: [],
    });
    expect(_imageEnvironment).toEqual({});
    expect(_buildEnvironment).toEqual({ AARCH64_UNKNOWN_LINUX_MUSL_JEMALLOC_SYS_WITH_LG_PAGE: '16' });
  });

  test('that of musl needs nothing', () => {
    const { _crate, _imageEnvironment, _buildEnvironment } = Allocator.system();
    expect([_crate, _imageEnvironment, _buildEnvironment]).toEqual([undefined, {}, {}]);
  });

  test.each(['0.6.0', '0.6.1', '0.7', '=0.7.0', '>=0.6.0, <1'])('jemalloc in version %s', (version) => {
    expect(Allocator.jemalloc({ version })._crate!.version).toBe(version);
  });

  test.each(['0.5.4', '=0.5.4', '>=0.5', '<1', '0.5, <0.7'])('jemalloc in version %s is too old', (version) => {
    expect(() => Allocator.jemalloc({ version })).toThrow(
      `Allocator.jemalloc: version "${version}" admits releases before 0.6.0, and these can't be told`,
    );
  });

  test.each(['0.1.52', '0.1.60', '=0.1.52', '0.2', '>=0.1.52, <0.3'])('mimalloc in version %s', (version) => {
    expect(Allocator.mimalloc({ version })._crate!.version).toBe(version);
  });

  test.each(['0.1.51', '=0.1.45', '0.1', '*', '<=0.1.52'])('mimalloc in version %s is too old', (version) => {
    expect(() => Allocator.mimalloc({ version })).toThrow(
      `Allocator.mimalloc: version "${version}" admits releases before 0.1.52, and these fail: 0.1.45 does not compile for musl, ` +
        '0.1.51 dies with an illegal instruction on ARMv8.0. Name 0.1.52 or a later one, with all three numbers',
    );
  });

  test('what links the same native library is known, with the versions that go with it', () => {
    expect(Allocator.mimalloc({ version: '0.1.60' })._crate!.sameLibrary).toEqual({ 'libmimalloc-sys': '0.1.49' });
    const { sameLibrary } = Allocator.jemalloc({ version: '0.6.1' })._crate!;
    expect(Object.entries(sameLibrary)).toEqual([
      ['tikv-jemalloc-sys', '0.6.1'],
      ['tikv-jemalloc-ctl', '0.6.1'],
      ['jemallocator', undefined],
      ['jemalloc-sys', undefined],
      ['jemalloc-ctl', undefined],
    ]);
  });

  test('what is no version is named', () => {
    expect(() => Allocator.mimalloc({ version: '' })).toThrow(
      'Allocator.mimalloc: version "" is not a version requirement of cargo',
    );
    expect(() => Allocator.jemalloc({ version: 'latest' })).toThrow(
      'Allocator.jemalloc: version "latest" is not a version requirement of cargo',
    );
  });
});
