//! The configuration file.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use serde::Deserialize;
use url::Url;

/// An end point as it is written in the file, or posted.
#[derive(Clone, Debug, Deserialize)]
pub struct NewEndpoint {
    pub name: String,
    pub url: Url,
    #[serde(default = "ok")]
    pub expect: u16,
    #[serde(default)]
    pub contains: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub every_seconds: u64,
    pub timeout_millis: u64,
    pub history: usize,
    #[serde(rename = "endpoint")]
    pub endpoints: Vec<NewEndpoint>,
}

impl Default for Config {
    fn default() -> Self {
        Self { every_seconds: 30, timeout_millis: 5_000, history: 100, endpoints: Vec::new() }
    }
}

impl Config {
    pub async fn read(path: &Path) -> anyhow::Result<Self> {
        let text = tokio::fs::read_to_string(path).await.with_context(|| format!("can't read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("{} is not a configuration", path.display()))
    }

    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let config: Self = toml::from_str(text)?;
        anyhow::ensure!(config.every_seconds > 0, "every_seconds must be more than 0");
        anyhow::ensure!(config.history > 0, "history must be more than 0");
        for endpoint in &config.endpoints {
            anyhow::ensure!(
                matches!(endpoint.url.scheme(), "http" | "https"),
                "{}: {} can't be probed over HTTP",
                endpoint.name,
                endpoint.url
            );
        }
        Ok(config)
    }

    pub fn every(&self) -> Duration {
        Duration::from_secs(self.every_seconds)
    }

    pub fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout_millis)
    }
}

fn ok() -> u16 {
    200
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_end_points() {
        let config = Config::parse("[[endpoint]]\nname = \"docs\"\nurl = \"https://docs.rs\"\n").unwrap();
        assert_eq!(config.endpoints[0].expect, 200);
        assert_eq!(config.every(), Duration::from_secs(30));
    }

    #[test]
    fn refuses_what_is_not_http() {
        assert!(Config::parse("[[endpoint]]\nname = \"mail\"\nurl = \"smtp://localhost\"\n").is_err());
    }
}
