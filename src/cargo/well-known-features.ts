/** The features of a crate without which it does not have a dependency; none of its own, where only its users' count. */
export interface Switch {
  readonly crate: string;
  readonly dependencies: readonly string[];
  /** With `default` where they are on by default. */
  readonly features: readonly string[];
  /** Before which version the default ones are among them. */
  readonly defaultBefore?: readonly [major: number, minor: number];
}

const NATIVE_TLS = ['native-tls', 'native-tls-alpn', 'native-tls-no-alpn', 'native-tls-vendored'];

/**
 * Optional dependencies that a lock file often has for a feature that is off: it has what all features of all members need.
 * For where the manifests of these crates are not at hand.
 */
export const SWITCHES: readonly Switch[] = [
  {
    crate: 'reqwest',
    dependencies: ['native-tls', 'hyper-tls', 'tokio-native-tls'],
    features: [...NATIVE_TLS, 'native-tls-vendored-no-alpn', 'default-tls'],
    defaultBefore: [0, 13],
  },
  { crate: 'ureq', dependencies: ['native-tls'], features: NATIVE_TLS },
  { crate: 'tungstenite', dependencies: ['native-tls'], features: NATIVE_TLS },
  { crate: 'tokio-tungstenite', dependencies: ['native-tls', 'tokio-native-tls'], features: NATIVE_TLS },
  { crate: 'git2', dependencies: ['openssl-sys', 'openssl-probe'], features: ['https'], defaultBefore: [0, 21] },
  // 0.7 and later lock all databases, for features like "sqlx-sqlite?/migrate" (rust-lang/cargo#10801)
  {
    crate: 'sqlx',
    dependencies: ['sqlx-sqlite'],
    features: ['sqlite', 'sqlite-bundled', 'sqlite-unbundled', 'all-databases'],
  },
  // a macro's, and that follows sqlx
  { crate: 'sqlx-macros-core', dependencies: ['sqlx-sqlite'], features: [] },
  // for Windows and the web
  { crate: 'jiff', dependencies: ['jiff-tzdb-platform'], features: [] },
  // which have bindings for both platforms
  { crate: 'aws-lc-sys', dependencies: ['bindgen'], features: [] },
  { crate: 'ring', dependencies: ['bindgen'], features: [] },
];
