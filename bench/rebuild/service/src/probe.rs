//! Asks the end points, again and again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;
use futures::stream::{self, StreamExt};
use tracing::{debug, warn};

use crate::store::{Check, Endpoint, Outcome, Store};

/// How many are asked at a time.
const CONCURRENCY: usize = 16;

pub struct Prober {
    client: reqwest::Client,
}

impl Prober {
    pub fn new(timeout: Duration) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder()
            .timeout(timeout)
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client })
    }

    pub async fn run(self, store: Arc<Store>, every: Duration) {
        let mut ticks = tokio::time::interval(every);
        loop {
            ticks.tick().await;
            stream::iter(store.endpoints())
                .map(|endpoint| self.check(endpoint))
                .buffer_unordered(CONCURRENCY)
                .for_each(|(endpoint, check)| {
                    match &check.outcome {
                        Outcome::Up { status } => debug!(name = endpoint.name, status, millis = check.millis, "up"),
                        outcome => warn!(name = endpoint.name, ?outcome, "not up"),
                    }
                    store.note(endpoint.id, check);
                    async {}
                })
                .await;
        }
    }

    async fn check(&self, endpoint: Endpoint) -> (Endpoint, Check) {
        let at = Utc::now();
        let start = Instant::now();
        let outcome = match self.ask(&endpoint).await {
            Ok(outcome) => outcome,
            Err(error) if error.is_timeout() => Outcome::TimedOut,
            Err(error) => Outcome::Failed { reason: error.to_string() },
        };
        let millis = start.elapsed().as_millis() as u64;
        (endpoint, Check { at, millis, outcome })
    }

    async fn ask(&self, endpoint: &Endpoint) -> reqwest::Result<Outcome> {
        let response = self.client.get(endpoint.url.clone()).send().await?;
        let status = response.status().as_u16();
        if status != endpoint.expect {
            return Ok(Outcome::Unexpected { status });
        }
        if let Some(text) = &endpoint.contains {
            if !response.text().await?.contains(text) {
                return Ok(Outcome::Missing { text: text.clone() });
            }
        }
        Ok(Outcome::Up { status })
    }
}
