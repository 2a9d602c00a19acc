use std::{future::Future, net::IpAddr, ops::Deref, pin::Pin};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web::Data};
use application::{Caller, Origin, identity::AccessClaims};

use super::export::export_of;
use crate::{middleware::request::RequestId, problem::Problem, state::Api};

/// Whoever asks has logged in; the token's person is as the database knew them at most two seconds ago.
pub struct Signed(pub Caller);

/// Whoever asks need not have logged in.
pub struct Visitor(pub Origin);

impl Deref for Signed {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl FromRequest for Signed {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let api = request.app_data::<Data<Api>>().ok_or_else(Problem::internal)?;
            let origin = origin_of(&request);
            let claims = bearer(&request).and_then(|token| api.app.identity().read_token(token).ok());
            let Some(claims) = claims else {
                api.rates.check_address(origin.address)?;
                return Err(Problem::unauthenticated());
            };
            api.rates.check_person(claims.user)?;
            Ok(Self(caller(api, claims, origin).await?.exporting(export_of(&request))))
        })
    }
}

async fn caller(api: &Api, claims: AccessClaims, origin: Origin) -> Result<Caller, Problem> {
    if let Some(person) = api.app.identity().recognise(&claims) {
        return Ok(api.app.identity().caller(&person, &claims, origin));
    }
    let person = api.database(move |app| app.identity().authenticate(&claims)).await?;
    Ok(api.app.identity().caller(&person, &claims, origin))
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let checked = request.app_data::<Data<Api>>().ok_or_else(Problem::internal).and_then(|api| {
            let origin = origin_of(request);
            api.rates.check_auth(origin.address)?;
            Ok(Self(origin))
        });
        std::future::ready(checked)
    }
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Where a request comes from. A proxy is believed only when it is one of ours.
pub fn origin_of(request: &HttpRequest) -> Origin {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let peer = request.peer_addr().map(|address| address.ip().to_canonical());
    let trusted = request.app_data::<Data<Api>>().map_or(&[][..], |api| &api.limits.trusted_proxies);
    Origin {
        address: peer.map(|peer| client_address(peer, header("x-forwarded-for"), trusted)),
        request_id: request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.clone()),
        device: header("user-agent").unwrap_or_default().to_owned(),
    }
}

/// The last address of the chain that none of our proxies wrote about itself.
fn client_address(peer: IpAddr, forwarded: Option<&str>, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let chain =
        forwarded.unwrap_or_default().rsplit(',').map_while(|part| part.trim().parse::<IpAddr>().ok());
    chain.map(|address| address.to_canonical()).find(|address| !trusted.contains(address)).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_proxies_are_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let trusted = [ip("10.0.0.1"), ip("10.0.0.2")];
        assert_eq!(client_address(ip("203.0.113.9"), Some("198.51.100.1"), &trusted), ip("203.0.113.9"));
        assert_eq!(client_address(ip("10.0.0.1"), Some("198.51.100.1"), &trusted), ip("198.51.100.1"));
        assert_eq!(
            client_address(ip("10.0.0.1"), Some("1.1.1.1, 198.51.100.1, 10.0.0.2"), &trusted),
            ip("198.51.100.1")
        );
        assert_eq!(client_address(ip("10.0.0.1"), Some("nonsense"), &trusted), ip("10.0.0.1"));
        assert_eq!(client_address(ip("10.0.0.1"), None, &trusted), ip("10.0.0.1"));
    }
}
