const FIELDS: Array<[name: string, type: string, value: string]> = [
  ['id', 'u64', '7'],
  ['name', 'String', '"name".to_string()'],
  ['amount', 'i64', '-42'],
  ['ratio', 'f64', '0.25'],
  ['tags', 'Vec<String>', 'vec!["a".to_string(), "b".to_string()]'],
  ['notes', 'BTreeMap<String, String>', 'BTreeMap::new()'],
  ['parent', 'Option<u64>', 'None'],
  ['enabled', 'bool', 'true'],
];

const STAGES = ['draft', 'queued', 'checked', 'accepted', 'rejected', 'held', 'sent', 'closed'];

const capital = (name: string) => name[0].toUpperCase() + name.slice(1);

/**
 * A module of a library: a struct, the stages it goes through, a generic store of them, and their JSON.
 *
 * @param dependencies of the library: what it takes of their structs
 */
export function entityModule(name: string, dependencies: string[]): string {
  const type = capital(name);
  const stages = STAGES.map(capital);
  const next = (index: number, step: number) => stages[(index + step) % stages.length];
  return `use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ${type} {
${FIELDS.map(([field, rust]) => `    pub ${field}: ${rust},`).join('\n')}
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
${stages.map((stage) => `    ${stage},`).join('\n')}
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    pub stage: Stage,
    pub since: u64,
    pub steps: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    Advance,
    Skip,
    Retry,
    Cancel,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    Unknown(String),
    NotAllowed(Action, u64),
    Malformed(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => write!(out, "there is no ${name} {name}"),
            Self::NotAllowed(action, since) => write!(out, "{action:?} is not allowed since {since}"),
            Self::Malformed(reason) => write!(out, "not a ${name}: {reason}"),
        }
    }
}

impl std::error::Error for Failure {}

impl FromStr for Action {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        match text.trim().to_ascii_lowercase().as_str() {
            "advance" | "next" => Ok(Self::Advance),
            "skip" => Ok(Self::Skip),
            "retry" | "again" => Ok(Self::Retry),
            "cancel" | "stop" => Ok(Self::Cancel),
            other => Err(Failure::Unknown(other.to_string())),
        }
    }
}

impl State {
    pub fn apply(mut self, action: Action, now: u64) -> Result<Self, Failure> {
        let stage = match (self.stage, action) {
${stages
  .map(
    (stage, index) => `            (Stage::${stage}, Action::Advance) => {
                self.steps.push(${index});
                Stage::${next(index, 1)}
            }
            (Stage::${stage}, Action::Skip) if self.since < now => Stage::${next(index, 2)},`,
  )
  .join('\n')}
            (Stage::Rejected | Stage::Held, Action::Retry) => Stage::Queued,
            (Stage::Closed, action) => return Err(Failure::NotAllowed(action, self.since)),
            (_, Action::Cancel) => Stage::Closed,
            (_, action) => return Err(Failure::NotAllowed(action, self.since)),
        };
        Ok(Self { stage, since: now, ..self })
    }

    pub fn label(&self) -> &'static str {
        match self.stage {
${stages.map((stage, index) => `            Stage::${stage} => "${STAGES[index]}",`).join('\n')}
        }
    }
}

pub trait Keyed {
    type Key: Ord + Clone + fmt::Debug;
    fn key(&self) -> Self::Key;
}

impl Keyed for ${type} {
    type Key = (u64, String);

    fn key(&self) -> Self::Key {
        (self.id, self.name.clone())
    }
}

#[derive(Clone, Debug)]
pub struct Store<T: Keyed> {
    items: BTreeMap<T::Key, (T, State)>,
}

impl<T: Keyed + Clone> Store<T> {
    pub fn new() -> Self {
        Self { items: BTreeMap::new() }
    }

    pub fn put(&mut self, item: T, state: State) -> Option<(T, State)> {
        self.items.insert(item.key(), (item, state))
    }

    pub fn act(&mut self, key: &T::Key, action: Action, now: u64) -> Result<&State, Failure> {
        let (_, state) = self.items.get_mut(key).ok_or_else(|| Failure::Unknown(format!("{key:?}")))?;
        *state = state.clone().apply(action, now)?;
        Ok(state)
    }

    pub fn by_label(&self) -> BTreeMap<&'static str, Vec<&T>> {
        self.items.values().fold(BTreeMap::new(), |mut groups, (item, state)| {
            groups.entry(state.label()).or_insert_with(Vec::new).push(item);
            groups
        })
    }
}

${dependencies
  .map(
    (
      dependency,
    ) => `pub fn follow_${dependency}(mut item: ${type}, other: &${dependency}::${name}::${type}) -> Result<${type}, Failure> {
    if !other.enabled || other.amount.checked_add(item.amount).is_none() {
        return Err(Failure::Malformed(format!("{} can't follow {}", item.name, other.name)));
    }
    item.parent = Some(other.id);
    item.amount += other.amount;
    item.tags.extend(other.tags.iter().filter(|tag| tag.len() > 1).cloned());
    Ok(item)
}

`,
  )
  .join('')}pub fn decode(text: &str) -> Result<(${type}, Vec<State>), Failure> {
    serde_json::from_str(text).map_err(|error| Failure::Malformed(error.to_string()))
}

pub fn encode(item: &${type}, states: &[State]) -> String {
    serde_json::to_string(&(item, states)).unwrap_or_default()
}

pub fn sample() -> String {
    let item = ${type} {
${FIELDS.map(([field, , value]) => `        ${field}: ${value},`).join('\n')}
    };
    let mut store = Store::new();
    store.put(item.clone(), State { stage: Stage::Draft, since: 0, steps: Vec::new() });
    let states: Vec<State> = ["advance", "skip", "advance", "retry", "cancel"]
        .iter()
        .enumerate()
        .filter_map(|(now, word)| store.act(&item.key(), word.parse().ok()?, now as u64 + 1).ok().cloned())
        .collect();
    let text = encode(&item, &states);
    match decode(&text) {
        Ok(decoded) if decoded == (item, states) => format!("{}{}", text, store.by_label().len()),
        Ok(_) => text,
        Err(failure) => failure.to_string(),
    }
}
`;
}
