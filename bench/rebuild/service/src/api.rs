//! The HTTP side.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use uuid::Uuid;

use crate::config::NewEndpoint;
use crate::store::{Check, Endpoint, Store, Summary};

#[derive(Debug, thiserror::Error)]
enum ApiError {
    #[error("there is no end point {0}")]
    NotFound(Uuid),
    #[error("{0} can't be probed over HTTP")]
    BadScheme(String),
    #[error("a name is needed")]
    NoName,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::BadScheme(_) | Self::NoName => StatusCode::UNPROCESSABLE_ENTITY,
        };
        (status, Json(json!({ "error": self.to_string() }))).into_response()
    }
}

#[derive(Debug, Default, Deserialize)]
struct Filter {
    /// Only those that are up, or only those that are not.
    up: Option<bool>,
    name: Option<String>,
}

impl Filter {
    fn admits(&self, summary: &Summary) -> bool {
        let is_up = summary.last.as_ref().is_some_and(|check| check.outcome.is_up());
        self.up.is_none_or(|up| up == is_up) && self.name.as_ref().is_none_or(|name| summary.endpoint.name.contains(name))
    }
}

pub fn router(store: Arc<Store>, banner: &'static str) -> Router {
    let id = HeaderName::from_static("x-request-id");
    Router::new()
        .route("/", get(move || async move { banner }))
        .route("/healthz", get(|| async { StatusCode::NO_CONTENT }))
        .route("/endpoints", get(list).post(add))
        .route("/endpoints/{id}", get(history).delete(remove))
        .layer(PropagateRequestIdLayer::new(id.clone()))
        .layer(SetRequestIdLayer::new(id, MakeRequestUuid))
        .layer(TraceLayer::new_for_http())
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(10)))
        .layer(RequestBodyLimitLayer::new(64 * 1024))
        .with_state(store)
}

async fn list(State(store): State<Arc<Store>>, Query(filter): Query<Filter>) -> Json<Vec<Summary>> {
    Json(store.summaries().into_iter().filter(|summary| filter.admits(summary)).collect())
}

async fn add(State(store): State<Arc<Store>>, Json(new): Json<NewEndpoint>) -> Result<(StatusCode, Json<Endpoint>), ApiError> {
    if new.name.trim().is_empty() {
        return Err(ApiError::NoName);
    }
    if !matches!(new.url.scheme(), "http" | "https") {
        return Err(ApiError::BadScheme(new.url.to_string()));
    }
    Ok((StatusCode::CREATED, Json(store.add(new))))
}

async fn history(State(store): State<Arc<Store>>, Path(id): Path<Uuid>) -> Result<Json<Vec<Check>>, ApiError> {
    store.checks(id).map(Json).ok_or(ApiError::NotFound(id))
}

async fn remove(State(store): State<Arc<Store>>, Path(id): Path<Uuid>) -> Result<Json<Endpoint>, ApiError> {
    store.remove(id).map(Json).ok_or(ApiError::NotFound(id))
}
