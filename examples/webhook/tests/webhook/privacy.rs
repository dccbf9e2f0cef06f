//! Personal data is omitted or hashed.

use std::collections::BTreeMap;

use annals::testing::Scope;
use annals::{AnyEvent, Json, assert_sent};
use annals_webhook::{Policy, Privacy, Secret, Webhooks, samples};
use openedx_events::learning::STUDENT_REGISTRATION_COMPLETED;
use serde_json::json;

use crate::server::Server;
use crate::setup::{config, enroll, folder, register, scope, start};

const KEY: &str = "the secret in pii.key";

fn apply(policy: Policy, fields: &[(&str, Policy)], event: &dyn AnyEvent) -> Json {
    let fields: BTreeMap<_, _> =
        fields.iter().map(|(path, it)| ((*path).to_owned(), *it)).collect();
    Privacy { policy, fields, key: Secret::new(KEY) }.apply(event).unwrap()
}

#[test]
fn personal_data_is_omitted_by_default() {
    let data = Privacy::default().apply(&samples::enrollment(1).unwrap()).unwrap();
    assert_eq!(data["enrollment"]["user"], json!({"id": 1, "is_active": true}));
    assert_eq!(data["enrollment"]["course"]["display_name"], "Demonstration Course");
    assert_eq!(data["enrollment"]["created_by"], Json::Null);
}

#[test]
fn hashes_are_keyed_and_stable() {
    let data = apply(Policy::Hash, &[], &samples::registration(1));
    let hash = data["user"]["pii"]["username"].as_str().unwrap();
    assert_eq!(
        hash,
        "hmac-sha256:bd0a707d38d75fd2a1c7cc74d3def207c07c5257f0516cefa99d59426e47b0b9"
    );
    assert!(!data.to_string().contains("earner"), "{data}");
    assert_eq!(data["user"]["id"], 1);
    let same = apply(Policy::Hash, &[], &samples::enrollment(1).unwrap());
    assert_eq!(same["enrollment"]["user"]["pii"], data["user"]["pii"]);
    let other = apply(Policy::Hash, &[], &samples::registration(2));
    assert_ne!(other["user"]["pii"]["username"], hash);
    let no_key = Privacy { policy: Policy::Hash, ..Privacy::default() };
    let data = no_key.apply(&samples::registration(1)).unwrap();
    assert_eq!(data["user"]["pii"]["username"], Json::Null);
}

#[test]
fn fields_can_have_their_own_policy() {
    let event = samples::registration(1);
    let kept =
        apply(Policy::Keep, &[("user.pii.email", Policy::Omit), ("user.id", Policy::Omit)], &event);
    let expected =
        json!({"user": {"is_active": true, "pii": {"username": "learner-1", "name": "Learner 1"}}});
    assert_eq!(kept, expected);
    let omitted = apply(Policy::Omit, &[("user.pii.name", Policy::Keep)], &event);
    assert_eq!(omitted["user"]["pii"], json!({"name": "Learner 1"}));
    let below =
        apply(Policy::Omit, &[("user.pii", Policy::Keep), ("user.pii.name", Policy::Omit)], &event);
    assert_eq!(
        below["user"]["pii"],
        json!({"username": "learner-1", "email": "learner-1@example.com"})
    );
    let whole = apply(Policy::Keep, &[("user", Policy::Omit)], &event);
    assert_eq!(whole, json!({}));
    let number = apply(Policy::Omit, &[("user.id", Policy::Hash)], &event);
    assert!(number["user"]["id"].as_str().unwrap().starts_with("hmac-sha256:"));
}

#[test]
fn policies_are_set_for_each_event() {
    let (server, folder, scope) = (Server::start([]), folder(), scope());
    let mut config = config(folder.path(), &server.url("in"), "pii: { policy: keep }");
    config.webhooks[1].privacy.fields.insert("enrollment.user.pii".into(), Policy::Omit);
    let webhooks = start(&scope, &config);
    register(&scope, [1]);
    enroll(&scope, [1]);
    for request in server.taken(2) {
        let data = crate::server::json(&request)["data"].to_string();
        assert_eq!(data.contains("learner-1"), request.path == "/in/registrations", "{data}");
    }
    drop(webhooks);
}

#[test]
fn omitted_data_is_not_on_disk() {
    let (folder, scope) = (folder(), scope());
    let config = config(folder.path(), "http://127.0.0.1:9", "");
    let webhooks = start(&scope, &config);
    register(&scope, [1]);
    drop(webhooks);
    let queue = folder.path().join("queue/STUDENT_REGISTRATION_COMPLETED");
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(queue).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("\"is_active\":true") && !text.contains("earner"), "{text}");
}

#[annals::test(enable = [STUDENT_REGISTRATION_COMPLETED])]
fn the_plugin_is_isolated_in_tests() {
    let (server, folder) = (Server::start([]), folder());
    let webhooks = Webhooks::start(&config(folder.path(), &server.url("in"), "")).unwrap();
    let elsewhere = Scope::new().enable(&STUDENT_REGISTRATION_COMPLETED);
    let unheard = elsewhere.run(|| STUDENT_REGISTRATION_COMPLETED.send(samples::registration(1)));
    assert!(unheard.is_empty());
    assert_eq!(STUDENT_REGISTRATION_COMPLETED.send(samples::registration(2)).len(), 1);
    let sent = assert_sent!(STUDENT_REGISTRATION_COMPLETED, |event| event.user.id == 2);
    assert_eq!(crate::server::ids(&server.taken(1)), [sent.metadata.id().to_string()]);
    drop(webhooks);
}
