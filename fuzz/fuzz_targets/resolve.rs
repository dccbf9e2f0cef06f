//! Any text as a writer's schema, and any bytes as its data.

#![no_main]

use annals::{Record, WriterSchema};
use constructs::things;
use libfuzzer_sys::fuzz_target;
use openedx_events::learning;

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(2, |&byte| byte == 0);
    let (Some(schema), Some(bytes)) = (parts.next(), parts.next()) else { return };
    let Ok(schema) = str::from_utf8(schema) else { return };
    let Ok(schema) = WriterSchema::parse(schema) else { return };
    let _ = learning::UserData::from_avro_with(&schema, bytes);
    let _ = learning::CourseNotificationRequested::from_avro_with(&schema, bytes);
    let _ = things::ThingsChanged::from_avro_with(&schema, bytes);
});
