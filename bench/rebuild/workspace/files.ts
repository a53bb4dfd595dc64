import { entityModule } from './entity';

/** Each library and what it depends on; a shop, as its authors might have cut it. */
const LIBRARIES: Record<string, string[]> = {
  ids: [],
  money: [],
  clock: [],
  text: [],
  geo: ['ids'],
  tax: ['money'],
  calendar: ['clock'],
  audit: ['ids', 'clock'],
  customers: ['ids', 'text'],
  addresses: ['geo', 'text'],
  products: ['ids', 'money', 'text'],
  prices: ['money', 'tax', 'calendar'],
  accounts: ['customers', 'audit'],
  catalogue: ['products', 'prices'],
  warehouses: ['addresses', 'products'],
  carriers: ['addresses', 'calendar'],
  inventory: ['warehouses', 'audit'],
  cart: ['catalogue', 'accounts'],
  promotions: ['prices', 'customers'],
  shipping: ['carriers', 'inventory'],
  payments: ['accounts', 'tax'],
  orders: ['cart', 'inventory', 'promotions'],
  invoices: ['orders', 'payments'],
  reports: ['invoices', 'shipping'],
};

/** The modules of a library: 700 lines of Rust. */
const ENTITIES = ['record', 'event', 'rule'];

/**
 * The files of a workspace of 25 crates: 24 libraries in eight layers, 17,000 lines, and the executable `storefront`. What
 * they do is of no use to anyone; it is what keeps compilers busy: derived traits of serde, generics, matches.
 */
export function workspaceFiles(): Record<string, string> {
  const libraries = Object.entries(LIBRARIES).map(([name, dependencies]) => library(name, dependencies));
  return Object.assign(
    { 'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n' },
    ...libraries,
    storefront(),
  );
}

function manifest(name: string, dependencies: string[], version = '0.1.0'): string {
  return (
    [
      '[package]',
      `name = "${name}"`,
      `version = "${version}"`,
      'edition = "2021"',
      '',
      '[dependencies]',
      ...dependencies.map((dependency) => `${dependency} = { path = "../${dependency}" }`),
    ].join('\n') + '\n'
  );
}

function library(name: string, dependencies: string[]): Record<string, string> {
  const folder = `crates/${name}`;
  const source = [
    ...ENTITIES.map((entity) => `pub mod ${entity};`),
    '',
    '/// What this crate says of itself.',
    `const NOTE: &str = "${name}";`,
    '',
    'pub fn describe() -> String {',
    '    let mut text = String::from(NOTE);',
    ...dependencies.map((dependency) => `    text.push_str(&${dependency}::describe());`),
    ...ENTITIES.map((entity) => `    text.push_str(&${entity}::sample());`),
    '    text',
    '}',
    '',
  ];
  return {
    [`${folder}/Cargo.toml`]: `${manifest(name, dependencies)}serde = { version = "1", features = ["derive"] }\nserde_json = "1"\n`,
    [`${folder}/src/lib.rs`]: source.join('\n'),
    ...Object.fromEntries(ENTITIES.map((entity) => [`${folder}/src/${entity}.rs`, entityModule(entity, dependencies)])),
  };
}

function storefront(): Record<string, string> {
  return {
    'crates/storefront/Cargo.toml': `${manifest('storefront', ['reports'])}anyhow = "1"\n`,
    'crates/storefront/src/main.rs': `/// What this program says of itself.
const NOTE: &str = "storefront";
const VERSION: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

fn main() -> anyhow::Result<()> {
    let text = reports::describe();
    anyhow::ensure!(!text.is_empty(), "{NOTE} has nothing to say");
    println!("{VERSION}, {NOTE}: {} bytes", text.len());
    Ok(())
}
`,
  };
}
