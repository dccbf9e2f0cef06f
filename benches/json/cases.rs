//! Events with their JSON text, and the same structs for serde_json.

use std::collections::BTreeMap;

use annals::Record;
use openedx_events::learning;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// An event, and the type that serde_json reads in its place.
pub(crate) trait Case {
    type Event: Record;
    type Peer: Serialize + DeserializeOwned;
    const TEXT: &'static str;
}

/// A small event, with lists of numbers.
pub(crate) struct Skills;

impl Case for Skills {
    type Event = learning::XblockSkillVerified;
    type Peer = SkillVerified;
    const TEXT: &'static str = r#"{"xblock_info": {
        "usage_key": "block-v1:edX+DemoX+Demo+type@problem+block@a0effb954cca4759994f1ac9e9434bf4",
        "verified_skills": [12, 4078], "ignored_skills": [7]
    }}"#;
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SkillVerified {
    xblock_info: SkillsOfBlock,
}

#[derive(Serialize, Deserialize)]
struct SkillsOfBlock {
    usage_key: String,
    verified_skills: Vec<i64>,
    ignored_skills: Vec<i64>,
}

/// The event of the benchmark `codec`: nested records and timestamps.
pub(crate) struct Enrollment;

impl Case for Enrollment {
    type Event = learning::CourseEnrollmentCreated;
    type Peer = EnrollmentCreated;
    const TEXT: &'static str = r#"{"enrollment": {
        "user": {
            "id": 42000, "is_active": true,
            "pii": { "username": "maya", "email": "maya@example.org", "name": "Maya Ortiz" }
        },
        "course": {
            "course_key": "course-v1:edX+DemoX+Demo", "display_name": "Demo",
            "start": "2026-03-01T00:00:00+00:00", "end": null
        },
        "mode": "verified", "is_active": true,
        "creation_date": "2026-02-03T09:30:00.123456+00:00",
        "created_by": {
            "id": 42000, "is_active": true,
            "pii": {
                "username": "the_head_registrar", "email": "the_head_registrar@example.org",
                "name": "Maya Ortiz"
            }
        }
    }}"#;
}

#[derive(Serialize, Deserialize)]
pub(crate) struct EnrollmentCreated {
    enrollment: EnrollmentOfUser,
}

#[derive(Serialize, Deserialize)]
struct EnrollmentOfUser {
    user: User,
    course: Course,
    mode: String,
    is_active: bool,
    creation_date: String,
    created_by: Option<User>,
}

#[derive(Serialize, Deserialize)]
struct User {
    id: i64,
    is_active: bool,
    pii: Person,
}

#[derive(Serialize, Deserialize)]
struct Person {
    username: String,
    email: String,
    name: String,
}

#[derive(Serialize, Deserialize)]
struct Course {
    course_key: String,
    display_name: String,
    start: Option<String>,
    end: Option<String>,
}

/// Lists of records, and maps.
pub(crate) struct Topics;

impl Case for Topics {
    type Event = learning::CourseDiscussionsChanged;
    type Peer = DiscussionsChanged;
    const TEXT: &'static str = r#"{"configuration": {
        "course_key": "course-v1:edX+DemoX+Demo", "provider_type": "openedx",
        "enabled": true, "enable_in_context": true, "enable_graded_units": false,
        "unit_level_visibility": true,
        "plugin_configuration": { "allow_anonymous": true, "allow_to_peers": false },
        "contexts": [
            {
                "title": "General", "usage_key": null, "group_id": null,
                "external_id": "course", "ordering": 1, "context": {}
            },
            {
                "title": "Lesson 1", "group_id": null, "external_id": "i4x-edx-unit1",
                "usage_key": "block-v1:edX+DemoX+Demo+type@vertical+block@vertical_0270f6de40fc",
                "ordering": 2,
                "context": { "section": "Introduction", "subsection": "Demo Course Overview" }
            },
            {
                "title": "Lesson 2", "group_id": 17, "external_id": "i4x-edx-unit2",
                "usage_key": "block-v1:edX+DemoX+Demo+type@vertical+block@vertical_d6cee45205a4",
                "ordering": 3,
                "context": { "section": "Example Week 1", "subsection": "Lesson 1 - Getting Started" }
            }
        ]
    }}"#;
}

#[derive(Serialize, Deserialize)]
pub(crate) struct DiscussionsChanged {
    configuration: Discussions,
}

#[derive(Serialize, Deserialize)]
struct Discussions {
    course_key: String,
    provider_type: String,
    enabled: bool,
    enable_in_context: bool,
    enable_graded_units: bool,
    unit_level_visibility: bool,
    plugin_configuration: BTreeMap<String, bool>,
    contexts: Vec<Topic>,
}

#[derive(Serialize, Deserialize)]
struct Topic {
    title: String,
    usage_key: Option<String>,
    group_id: Option<i64>,
    external_id: Option<String>,
    ordering: Option<i64>,
    context: BTreeMap<String, String>,
}

/// Texts that must be escaped.
pub(crate) struct Forum;

impl Case for Forum {
    type Event = learning::ForumThreadCreated;
    type Peer = ThreadCreated;
    const TEXT: &'static str = r#"{"thread": {
        "body": "I don't get \"week 3\":\n\n> Let \\(x\\) be the mean.\n\n1.\tWhat is \\(x\\)?\n2.\tWhy \"the\" mean?\n\nÜber die Suche im Forum fand ich nichts … 🎓",
        "commentable_id": "course", "id": "5f2a0c9d8b3e4a001d6e7f10", "truncated": false,
        "url": "https://courses.example.org/discussions/forum/course/threads/5f2a0c9d8b3e4a001d6e7f10",
        "user": {
            "id": 42000, "is_active": true,
            "pii": { "username": "maya", "email": "maya@example.org", "name": "Maya \"M\" Ortiz" }
        },
        "course_id": "course-v1:edX+DemoX+Demo", "thread_type": "question",
        "anonymous": false, "anonymous_to_peers": false,
        "title": "What is \\(x\\) in \"week 3\"?", "title_truncated": false,
        "group_id": null, "team_id": null, "category_id": null, "category_name": null,
        "discussion": null, "user_course_roles": ["student"], "user_forums_roles": [],
        "options": { "followed": true }
    }}"#;
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ThreadCreated {
    thread: Thread,
}

#[derive(Serialize, Deserialize)]
struct Thread {
    body: String,
    commentable_id: String,
    id: String,
    truncated: bool,
    url: String,
    user: User,
    course_id: String,
    thread_type: Option<String>,
    anonymous: Option<bool>,
    anonymous_to_peers: Option<bool>,
    title: Option<String>,
    title_truncated: Option<bool>,
    group_id: Option<i64>,
    team_id: Option<i64>,
    category_id: Option<i64>,
    category_name: Option<String>,
    discussion: Option<BTreeMap<String, String>>,
    user_course_roles: Vec<String>,
    user_forums_roles: Vec<String>,
    options: BTreeMap<String, bool>,
}

/// A fraction, and timestamps.
pub(crate) struct Grade;

impl Case for Grade {
    type Event = learning::PersistentGradeSummaryChanged;
    type Peer = GradeChanged;
    const TEXT: &'static str = r#"{"grade": {
        "user_id": 42000,
        "course": {
            "course_key": "course-v1:edX+DemoX+Demo", "display_name": "Demo",
            "start": null, "end": null
        },
        "course_edited_timestamp": "2026-02-03T09:30:00+00:00",
        "course_version": "5f2a0c9d8b3e4a001d6e7f10",
        "grading_policy_hash": "p4SJ6RrLHnBqMpDhKRZGAvNy7oA=",
        "percent_grade": 0.8333333333333334, "letter_grade": "B",
        "passed_timestamp": "2026-02-01T18:04:11.004302+00:00"
    }}"#;
}

#[derive(Serialize, Deserialize)]
pub(crate) struct GradeChanged {
    grade: GradeOfUser,
}

#[derive(Serialize, Deserialize)]
struct GradeOfUser {
    user_id: i64,
    course: Course,
    course_edited_timestamp: String,
    course_version: String,
    grading_policy_hash: String,
    percent_grade: f64,
    letter_grade: String,
    passed_timestamp: String,
}
