//! Files that commands read: designs, and whatever else can be imported.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use bayplan_model::design::Design;
use bayplan_model::edit::Edit;
use bayplan_model::import::{self, ImportError, Imported, MAX_BYTES, Outcome};
use bayplan_model::record::EnvironmentName;
use bayplan_model::remark::Remark;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum InputError {
    #[error("{name}: there is no such file")]
    NotFound { name: String },

    #[error("{name} is a directory: name the files in it, as in {name}/*.json")]
    Directory { name: String },

    #[error("{name}: it cannot be read: {source}")]
    Io { name: String, source: io::Error },

    #[error(
        "{name} is UTF-16, as `>` in Windows PowerShell writes it. Write it as UTF-8, with \
         `| Out-File -Encoding utf8`"
    )]
    Utf16 { name: String },

    #[error("{name} is no text: byte {offset} is not UTF-8")]
    NotText { name: String, offset: usize },

    #[error("{name}: {source}{}", excerpt(source))]
    Import { name: String, source: ImportError },

    #[error("{name} has no environment `{environment}`; it has {known}")]
    NoEnvironment { name: String, environment: String, known: String },
}

fn excerpt(error: &ImportError) -> String {
    match error {
        ImportError::Syntax { excerpt, .. } => format!("\n{excerpt}"),
        _ => String::new(),
    }
}

impl InputError {
    /// Line and column, from 1, where the error is at one place of the file.
    pub(super) const fn place(&self) -> Option<(usize, usize)> {
        match self {
            Self::Import { source: ImportError::Syntax { line, column, .. }, .. } => {
                Some((*line, *column))
            }
            _ => None,
        }
    }

    /// What is wrong, on one line and without the file's name where that comes first.
    pub(super) fn message(&self) -> String {
        match self {
            Self::Import { source, .. } => source.to_string(),
            other => other.to_string(),
        }
    }
}

/// A text and what it is called.
pub(super) struct Input {
    /// For messages: the path as it was given, or "standard input".
    pub(super) name: String,
    /// The path, unless it is standard input.
    path: Option<PathBuf>,
    text: String,
}

impl Input {
    /// Reads a file; `-` is standard input.
    pub(super) fn read(path: &Path) -> Result<Self, InputError> {
        let from_stdin = path.as_os_str() == "-";
        let name =
            if from_stdin { "standard input".to_owned() } else { path.display().to_string() };
        let result = if from_stdin {
            read_limited(io::stdin().lock())
        } else if fs::metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
            return Err(InputError::Directory { name });
        } else {
            File::open(path).and_then(read_limited)
        };
        let bytes = match result {
            Ok(bytes) => bytes,
            Err(source) if source.kind() == io::ErrorKind::NotFound => {
                return Err(InputError::NotFound { name });
            }
            Err(source) => return Err(InputError::Io { name, source }),
        };
        if bytes.len() > MAX_BYTES {
            let bytes = fs::metadata(path).map_or(bytes.len(), |metadata| {
                usize::try_from(metadata.len()).unwrap_or(usize::MAX).max(bytes.len())
            });
            let source = ImportError::TooLarge { bytes };
            return Err(InputError::Import { name, source });
        }
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(InputError::Utf16 { name });
        }
        let text = String::from_utf8(bytes).map_err(|error| InputError::NotText {
            name: name.clone(),
            offset: error.utf8_error().valid_up_to(),
        })?;
        Ok(Self { name, path: (!from_stdin).then(|| path.to_owned()), text })
    }

    /// What the file adds to a design, or the design that it is.
    pub(super) fn import(&self, into: &Design) -> Result<Outcome, InputError> {
        let file_name = self.path.as_deref().and_then(Path::file_name);
        let file_name = file_name.map(|name| name.to_string_lossy());
        import::read(&self.text, file_name.as_deref(), into)
            .map_err(|source| InputError::Import { name: self.name.clone(), source })
    }

    /// The design that the file is, or one of its own that it is imported into. That one has a single
    /// environment, `production` unless another is asked for.
    pub(super) fn into_design(self, environment: Option<&str>) -> Result<Loaded, InputError> {
        let empty = empty_design(environment.unwrap_or("production"));
        let (design, remarks, is_design) = match self.import(&empty)? {
            Outcome::Design { design, remarks } => (*design, remarks, true),
            Outcome::Records(imported) => {
                let (design, remarks) = apply(&empty, imported);
                (design, remarks, false)
            }
        };
        if let Some(environment) = environment
            && !design.has_environment(environment)
        {
            let known: Vec<&str> = design.environments().map(AsRef::as_ref).collect();
            return Err(InputError::NoEnvironment {
                name: self.name,
                environment: environment.to_owned(),
                known: bayplan_model::text::all_of(&known),
            });
        }
        Ok(Loaded { name: self.name, design, remarks, is_design })
    }
}

/// A file as a design.
pub(super) struct Loaded {
    /// For messages.
    pub(super) name: String,
    pub(super) design: Design,
    pub(super) remarks: Vec<Remark>,
    /// Whether the file is a design itself.
    pub(super) is_design: bool,
}

/// The design with what was imported, and what is to be said about that.
pub(super) fn apply(design: &Design, imported: Imported) -> (Design, Vec<Remark>) {
    let Imported { edits, mut remarks, .. } = imported;
    match design.apply(&edits) {
        Ok((design, _)) => (design, remarks),
        Err(error) => {
            debug_assert!(false, "an import's edits apply: {error}");
            remarks.push(Remark::new(error.to_string()));
            (design.clone(), remarks)
        }
    }
}

fn empty_design(environment: &str) -> Design {
    let design = Design::new("");
    let Some(from) = design.environments().next().cloned() else { return design };
    let to = EnvironmentName::from(environment);
    match design.apply(&[Edit::RenameEnvironment { from, to }]) {
        Ok((design, _)) => design,
        Err(_) => design,
    }
}

/// At most one byte more than is read.
fn read_limited(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
