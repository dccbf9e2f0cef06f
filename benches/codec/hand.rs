//! Hand-written code for this one event: no paths in errors, no limits, keys and times as texts.

use super::messages::{Course, Enrollment, Person, Plain, User};

/// Encodes to a new buffer.
pub(crate) fn encode(event: &Plain) -> Vec<u8> {
    let mut out = Vec::new();
    encode_into(event, &mut out);
    out
}

/// Appends to a buffer.
pub(crate) fn encode_into(event: &Plain, out: &mut Vec<u8>) {
    let Enrollment { user, course, mode, is_active, creation_date, created_by } = &event.enrollment;
    put_user(out, user);
    put_text(out, &course.course_key);
    put_text(out, &course.display_name);
    put_option(out, course.start.as_ref(), |out, text| put_text(out, text));
    put_option(out, course.end.as_ref(), |out, text| put_text(out, text));
    put_text(out, mode);
    out.push(u8::from(*is_active));
    put_text(out, creation_date);
    put_option(out, created_by.as_ref(), put_user);
}

fn put_user(out: &mut Vec<u8>, user: &User) {
    put_long(out, user.id);
    out.push(u8::from(user.is_active));
    put_text(out, &user.pii.username);
    put_text(out, &user.pii.email);
    put_text(out, &user.pii.name);
}

fn put_option<T>(out: &mut Vec<u8>, value: Option<&T>, put: impl FnOnce(&mut Vec<u8>, &T)) {
    match value {
        None => out.push(0),
        Some(value) => {
            out.push(2);
            put(out, value);
        }
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_long(out, text.len() as i64);
    out.extend_from_slice(text.as_bytes());
}

fn put_long(out: &mut Vec<u8>, value: i64) {
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// Decodes all of `bytes`.
pub(crate) fn decode(mut bytes: &[u8]) -> Option<Plain> {
    let input = &mut bytes;
    let enrollment = Enrollment {
        user: user(input)?,
        course: Course {
            course_key: text(input)?,
            display_name: text(input)?,
            start: option(input, text)?,
            end: option(input, text)?,
        },
        mode: text(input)?,
        is_active: boolean(input)?,
        creation_date: text(input)?,
        created_by: option(input, user)?,
    };
    input.is_empty().then_some(Plain { enrollment })
}

fn user(input: &mut &[u8]) -> Option<User> {
    Some(User {
        id: long(input)?,
        is_active: boolean(input)?,
        pii: Person { username: text(input)?, email: text(input)?, name: text(input)? },
    })
}

fn option<T>(input: &mut &[u8], read: impl FnOnce(&mut &[u8]) -> Option<T>) -> Option<Option<T>> {
    match long(input)? {
        0 => Some(None),
        1 => read(input).map(Some),
        _ => None,
    }
}

fn boolean(input: &mut &[u8]) -> Option<bool> {
    let (&byte, rest) = input.split_first()?;
    *input = rest;
    (byte < 2).then_some(byte == 1)
}

fn text(input: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(long(input)?).ok()?;
    let (text, rest) = input.split_at_checked(length)?;
    *input = rest;
    str::from_utf8(text).ok().map(str::to_owned)
}

fn long(input: &mut &[u8]) -> Option<i64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = input.split_first()?;
        *input = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some((value >> 1) as i64 ^ -((value & 1) as i64));
        }
    }
    None
}
