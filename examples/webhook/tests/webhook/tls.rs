//! Over TLS, only a server with a trusted certificate gets events.

use annals_webhook::Config;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use crate::server::{Act, Server, eventually, ids};
use crate::setup::{config, folder, register, scope, start, write};

/// A certificate authority, and a server with a certificate of it.
struct Identity {
    /// The certificate of the authority, in PEM.
    authority: String,
    server: ServerConfig,
}

/// The identity of the server `name`.
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
fn a_server_with_a_trusted_certificate_gets_all_events_in_order() {
    let (folder, scope, identity) = (folder(), scope(), identity("127.0.0.1"));
    let failures = [Act::Answer(500, ""), Act::Close, Act::Answer(204, ""), Act::Hang];
    let server = Server::secure(identity.server, failures);
    let config = trusting(folder.path(), &server, &identity.authority);
    let webhooks = start(&scope, &config);
    let sent = register(&scope, 0..5);
    assert_eq!(ids(&server.taken(5)), sent);
    assert_eq!(webhooks.shutdown(crate::server::PATIENCE), []);
}

#[test]
fn a_server_gets_events_only_after_its_certificate_is_trusted() {
    let (folder, scope, identity) = (folder(), scope(), identity("127.0.0.1"));
    let server = Server::secure(identity.server, []);
    let webhooks = start(&scope, &config(folder.path(), &server.url("in"), ""));
    let sent = register(&scope, 0..3);
    eventually("the plugin connected", || server.connections() > 1);
    drop(webhooks);
    assert_eq!(server.requests(), []);

    let config = trusting(folder.path(), &server, &identity.authority);
    let webhooks = start(&scope, &config);
    assert_eq!(ids(&server.taken(3)), sent);
    assert_eq!(webhooks.shutdown(crate::server::PATIENCE), []);
}

#[test]
fn a_certificate_for_another_name_is_rejected() {
    let (folder, scope, identity) = (folder(), scope(), identity("hooks.example.com"));
    let server = Server::secure(identity.server, []);
    let config = trusting(folder.path(), &server, &identity.authority);
    let webhooks = start(&scope, &config);
    register(&scope, [1]);
    eventually("the plugin connected", || server.connections() > 1);
    drop(webhooks);
    assert_eq!(server.requests(), []);
}
