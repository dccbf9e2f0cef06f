//! What readers of the site should find, from what `annals list`, `show` and `generate` say.

use serde_json::{Value, json};

use crate::{Site, home};

/// The answers to the tasks of `accept.cjs`.
pub(crate) fn of(site: &Site) -> Value {
    let created = &site.asks(&["show", "COURSE_ENROLLMENT_CREATED"])["event"];
    let schema = generated(created["json_schema"].as_str().unwrap());
    json!({
        "courseKey": uses(site, "course_key"),
        "personalPaths": paths(created, |field| field["pii"] == true),
        "personalEvents": names(&site.asks(&["list", "--pii"])["events"]),
        "addedSince": site.asks(&["list", "--since", "2024-06-01"])["events"].as_array().unwrap().len(),
        "example": schema["examples"][0],
        "avro": generated(created["avro_schema"].as_str().unwrap()),
        "userData": user_data(site),
        "subsidy": sent_by(site, "openedx/enterprise-subsidy"),
    })
}

fn generated(path: &str) -> Value {
    let path = home().join("../generated").join(path);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn names(events: &Value) -> Vec<&str> {
    events.as_array().unwrap().iter().map(|event| event["name"].as_str().unwrap()).collect()
}

fn paths(event: &Value, wanted: impl Fn(&Value) -> bool) -> Vec<&str> {
    let fields = event["fields"].as_array().unwrap().iter().filter(|field| wanted(field));
    fields.map(|field| field["path"].as_str().unwrap()).collect()
}

/// The events with a field of a type, and the paths to it.
fn uses(site: &Site, ty: &str) -> Value {
    let list = site.asks(&["list", "--field-type", ty]);
    let core = |field: &Value| {
        let spelled = field["type"].as_str().unwrap();
        spelled.replace("list<", "").replace("map<", "").trim_end_matches(['>', '?']) == ty
    };
    let event = |name: &&str| json!([name, paths(&site.asks(&["show", name])["event"], core)]);
    names(&list["events"]).iter().map(event).collect()
}

fn user_data(site: &Site) -> Value {
    let record = &site.asks(&["show", "UserData"])["record"];
    let events = record["events"].as_array().unwrap().iter();
    events.map(|uses| json!([uses["name"], uses["paths"]])).collect()
}

fn sent_by(site: &Site, repository: &str) -> Vec<String> {
    let all = site.asks(&["list"]);
    let sends = |name: &&&str| {
        let event = &site.asks(&["show", name])["event"];
        event["repositories"].as_array().unwrap().iter().any(|known| known == repository)
    };
    names(&all["events"]).iter().filter(sends).map(|name| (*name).to_owned()).collect()
}
