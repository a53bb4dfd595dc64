//! What is known of the end points, in memory.

use std::collections::{BTreeMap, VecDeque};
use std::sync::RwLock;

use chrono::{DateTime, Utc};
use serde::Serialize;
use url::Url;
use uuid::Uuid;

use crate::config::NewEndpoint;

#[derive(Clone, Debug, Serialize)]
pub struct Endpoint {
    pub id: Uuid,
    pub name: String,
    pub url: Url,
    pub expect: u16,
    pub contains: Option<String>,
    pub added: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Outcome {
    Up { status: u16 },
    Unexpected { status: u16 },
    Missing { text: String },
    TimedOut,
    Failed { reason: String },
}

impl Outcome {
    pub fn is_up(&self) -> bool {
        matches!(self, Self::Up { .. })
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Check {
    pub at: DateTime<Utc>,
    pub millis: u64,
    #[serde(flatten)]
    pub outcome: Outcome,
}

#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    #[serde(flatten)]
    pub endpoint: Endpoint,
    pub last: Option<Check>,
    pub checks: usize,
    pub availability: Option<f64>,
    pub median_millis: Option<u64>,
}

struct Entry {
    endpoint: Endpoint,
    checks: VecDeque<Check>,
}

pub struct Store {
    history: usize,
    entries: RwLock<BTreeMap<Uuid, Entry>>,
}

impl Store {
    pub fn new(history: usize) -> Self {
        Self { history, entries: RwLock::default() }
    }

    pub fn add(&self, new: NewEndpoint) -> Endpoint {
        let endpoint = Endpoint {
            id: Uuid::now_v7(),
            name: new.name,
            url: new.url,
            expect: new.expect,
            contains: new.contains,
            added: Utc::now(),
        };
        let entry = Entry { endpoint: endpoint.clone(), checks: VecDeque::with_capacity(self.history) };
        self.entries.write().unwrap().insert(endpoint.id, entry);
        endpoint
    }

    pub fn remove(&self, id: Uuid) -> Option<Endpoint> {
        self.entries.write().unwrap().remove(&id).map(|entry| entry.endpoint)
    }

    pub fn endpoints(&self) -> Vec<Endpoint> {
        self.entries.read().unwrap().values().map(|entry| entry.endpoint.clone()).collect()
    }

    pub fn note(&self, id: Uuid, check: Check) {
        if let Some(entry) = self.entries.write().unwrap().get_mut(&id) {
            while entry.checks.len() >= self.history {
                entry.checks.pop_front();
            }
            entry.checks.push_back(check);
        }
    }

    pub fn summaries(&self) -> Vec<Summary> {
        self.entries.read().unwrap().values().map(Entry::summary).collect()
    }

    pub fn checks(&self, id: Uuid) -> Option<Vec<Check>> {
        self.entries.read().unwrap().get(&id).map(|entry| entry.checks.iter().rev().cloned().collect())
    }
}

impl Entry {
    fn summary(&self) -> Summary {
        let up = self.checks.iter().filter(|check| check.outcome.is_up()).count();
        let mut millis: Vec<u64> = self.checks.iter().map(|check| check.millis).collect();
        millis.sort_unstable();
        Summary {
            endpoint: self.endpoint.clone(),
            last: self.checks.back().cloned(),
            checks: self.checks.len(),
            availability: (!self.checks.is_empty()).then(|| up as f64 / self.checks.len() as f64),
            median_millis: millis.get(millis.len() / 2).copied(),
        }
    }
}
