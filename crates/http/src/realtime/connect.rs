use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use actix_ws::{CloseCode, CloseReason};
use tokio::time::timeout;

use super::{origin, socket};
use crate::{problem::Problem, shape::origin_of, state::Api};

const PROTOCOL: &str = "homeroom.v1";

/// Opens a socket on which the server tells what changed.
///
/// The client offers the subprotocols `homeroom.v1` and `bearer.<access token>`; a token never stands in
/// the address. A token that is not valid is told so on the socket, by closing it with 4401.
#[utoipa::path(
    operation_id = "open_socket",
    tag = "realtime",
    responses(
        (status = 101, description = "The socket is open, with the subprotocol `homeroom.v1`."),
        (status = 400, description = "Not a handshake.", body = crate::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "A page of a foreign origin.", body = crate::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = crate::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
#[get("/realtime")]
pub async fn realtime(
    request: HttpRequest,
    body: web::Payload,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    if !origin::is_allowed(&request, &api.limits) {
        let detail = "Pages of this origin may not open a socket.";
        return Err(Problem::new(StatusCode::FORBIDDEN, "foreign_origin", detail));
    }
    api.rates.check_address(origin_of(&request).address)?;
    let token = offered_token(&request).unwrap_or_default();
    let (response, session, messages) = actix_ws::handle_with_protocols(&request, body, &[PROTOCOL])
        .map_err(|_| {
            Problem::new(StatusCode::BAD_REQUEST, "unreadable", "This is not a handshake for a socket.")
        })?;
    let origin = origin_of(&request);
    actix_web::rt::spawn(async move {
        match socket::Listener::admit(&api, &token, origin).await {
            // A task of its own: what it took to get in does not stay with an open socket.
            Ok(listener) => {
                _ = actix_web::rt::spawn(Box::new(listener).run(session, socket::whole_frames(messages)));
            }
            Err(problem) => {
                if let socket::End::With(code, description) = socket::end_of(&problem) {
                    close(session, code, description).await;
                }
            }
        }
    });
    Ok(response)
}

fn offered_token(request: &HttpRequest) -> Option<String> {
    let offers =
        request.headers().get_all(header::SEC_WEBSOCKET_PROTOCOL).filter_map(|value| value.to_str().ok());
    offers
        .flat_map(|offer| offer.split(','))
        .find_map(|offer| offer.trim().strip_prefix("bearer.").map(ToOwned::to_owned))
}

pub(super) async fn close(session: actix_ws::Session, code: u16, description: &str) {
    let reason = CloseReason { code: CloseCode::from(code), description: Some(description.to_owned()) };
    // Whoever has gone away already cannot be told, and whoever does not read is not waited for.
    let _ = timeout(socket::PATIENCE, session.close(Some(reason))).await;
}
