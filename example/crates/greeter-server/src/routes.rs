//! What is served at which path.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;

pub fn router() -> Router {
    Router::new()
        .route("/", get(async || greeter_core::greeting("")))
        .route("/{name}", get(greet))
        .route("/healthz", get(async || "ok"))
}

async fn greet(Path(name): Path<String>) -> String {
    greeter_core::greeting(&name)
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode};
    use tower::ServiceExt;

    use super::*;

    async fn get(path: &str) -> (StatusCode, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1024).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn greets() {
        assert_eq!(get("/").await, (StatusCode::OK, "Hello, world!".to_owned()));
        assert_eq!(
            get("/Ada").await,
            (StatusCode::OK, "Hello, Ada!".to_owned())
        );
    }

    #[tokio::test]
    async fn is_healthy() {
        assert_eq!(get("/healthz").await, (StatusCode::OK, "ok".to_owned()));
    }

    #[tokio::test]
    async fn knows_nothing_else() {
        assert_eq!(get("/a/b").await.0, StatusCode::NOT_FOUND);
    }
}
