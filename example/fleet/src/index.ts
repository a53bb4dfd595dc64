export { AcmePolicy } from './acme-policy';
export { AcmeRustService, type AcmeRustServiceOptions } from './acme-rust-service';
