/** The editions of Rust, each with the release that it came with. */
export const EDITIONS: Record<string, string> = { 2015: '1.0', 2018: '1.31', 2021: '1.56', 2024: '1.85' };
