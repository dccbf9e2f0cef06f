//! Turns paths into URI references (RFC 3986).

/// `events/a%20b.yaml` for a relative path, `file:///…` for an absolute one.
pub(super) fn of(path: &str) -> String {
    let bytes = path.as_bytes();
    let drive = bytes.len() > 1 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
    if cfg!(windows) && drive {
        return format!("file:///{}:{}", &path[..1], encoded(&path[2..]));
    }
    if path.starts_with('/') {
        return format!("file://{}", encoded(path));
    }
    encoded(path)
}

fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        // A colon in the first segment would be read as the end of a scheme.
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn paths_become_references() {
        for (path, uri) in [
            ("catalog.yaml", "catalog.yaml"),
            ("../events/a b.yaml", "../events/a%20b.yaml"),
            ("c:d/100%#?.yaml", "c%3Ad/100%25%23%3F.yaml"),
            ("ß.yaml", "%C3%9F.yaml"),
            ("/srv/a b.yaml", "file:///srv/a%20b.yaml"),
        ] {
            assert_eq!(of(path), uri);
        }
    }
}
