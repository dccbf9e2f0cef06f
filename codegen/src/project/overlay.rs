//! A catalog as it would be with one file changed: a path and a new text in, what compiling says out.

use annals_catalog::Compiled;
use annals_catalog::source::{LoadError, Loader, Source};

use super::read::DiskLoader;
use super::{Project, ReadError};

/// A loader that gives one file another text.
struct Overlay<'a> {
    disk: DiskLoader,
    path: &'a str,
    text: &'a str,
}

impl Overlay<'_> {
    fn laid(&self, mut source: Source) -> Source {
        if source.path == self.path {
            self.text.clone_into(&mut source.text);
        }
        source
    }
}

impl Loader for Overlay<'_> {
    fn load(&self, pattern: &str) -> Result<Vec<Source>, LoadError> {
        let sources = self.disk.load(pattern)?;
        Ok(sources.into_iter().map(|source| self.laid(source)).collect())
    }
}

impl Project {
    /// Compiles the catalog with another text for one of its files, which is named as its source is.
    /// Nothing is written.
    ///
    /// # Errors
    /// If the main file cannot be read any more.
    pub fn compile_with(&self, path: &str, text: &str) -> Result<Compiled, ReadError> {
        let overlay = Overlay { disk: DiskLoader::new(&self.path), path, text };
        let main = overlay.laid(overlay.disk.read_main(&self.path)?);
        Ok(annals_catalog::compile(main, &overlay))
    }
}
