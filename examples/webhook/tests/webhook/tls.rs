//! Does TLS keep events from everybody but the server they are meant for?

use annals_webhook::Config;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use crate::server::{Act, Server, eventually, ids};
use crate::setup::{config, folder, register, scope, start, write};

/// An authority, and the certificate it gave to a server.
struct Identity {
    /// The authority's own certificate, in PEM.
    authority: String,
    server: ServerConfig,
}

/// The identity of a server that is called `name`.
fn identity(name: &str) -> Identity {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(params, key);

    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new([name.to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let chain = vec![certificate.der().clone()];
    let server = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key);
    Identity { authority, server: server.unwrap() }
}

/// A configuration that trusts `authority`.
fn trusting(folder: &std::path::Path, server: &Server, authority: &str) -> Config {
    write(&folder.join("ca.pem"), authority);
    let mut config = config(folder, &server.url("in"), "");
    let with_authority = "
queue: { folder: queue }
http: { ca_file: ca.pem }
webhooks: [{ signal_path: STUDENT_REGISTRATION_COMPLETED, url: https://example.com }]
";
    let read = Config::from_yaml(&folder.join("webhooks.yaml"), with_authority).unwrap();
    config.http.authorities = read.http.authorities;
    config
}

#[test]
fn a_server_with_a_trusted_certificate_gets_everything_in_order() {
    let (folder, scope, identity) = (folder(), scope(), identity("127.0.0.1"));
    let troubles = [Act::Answer(500, ""), Act::Close, Act::Answer(204, ""), Act::Hang];
    let server = Server::secure(identity.server, troubles);
    let config = trusting(folder.path(), &server, &identity.authority);
    let webhooks = start(&scope, &config);
    let sent = register(&scope, 0..5);
    assert_eq!(ids(&server.taken(5)), sent);
    assert_eq!(webhooks.shutdown(crate::server::PATIENCE), []);
}

#[test]
fn a_server_that_nobody_vouches_for_gets_nothing_until_somebody_does() {
    let (folder, scope, identity) = (folder(), scope(), identity("127.0.0.1"));
    let server = Server::secure(identity.server, []);
    let webhooks = start(&scope, &config(folder.path(), &server.url("in"), ""));
    let sent = register(&scope, 0..3);
    eventually("it was called", || server.connections() > 1);
    drop(webhooks);
    assert_eq!(server.requests(), []);

    let config = trusting(folder.path(), &server, &identity.authority);
    let webhooks = start(&scope, &config);
    assert_eq!(ids(&server.taken(3)), sent);
    assert_eq!(webhooks.shutdown(crate::server::PATIENCE), []);
}

#[test]
fn a_certificate_for_another_name_is_not_enough() {
    let (folder, scope, identity) = (folder(), scope(), identity("hooks.example.com"));
    let server = Server::secure(identity.server, []);
    let config = trusting(folder.path(), &server, &identity.authority);
    let webhooks = start(&scope, &config);
    register(&scope, [1]);
    eventually("it was called", || server.connections() > 1);
    drop(webhooks);
    assert_eq!(server.requests(), []);
}
