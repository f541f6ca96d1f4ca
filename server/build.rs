//! Embeds the app: writes a table of its files, compressed, for `src/http/assets.rs` to include.
//!
//! The files are those of the directory in `BAYPLAN_DIST`, or else of `dist` at the root of the
//! workspace, where Trunk writes them. If there is no page, one is embedded that says so.
//!
//! A script of its own rather than an embedding crate, because those compress when a file is asked
//! for, or not at all: here every file is compressed once, as hard as it goes in a release build, and
//! only when it has changed.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use sha2::{Digest, Sha256};

const NOT_BUILT: &str = "src/http/not_built.html";

/// A file and where its compressed forms are kept between builds.
struct File {
    /// Relative to the site's root.
    path: String,
    source: PathBuf,
    content: Vec<u8>,
    hash: String,
}

#[derive(Clone, Copy)]
enum Encoding {
    Brotli,
    Gzip,
}

fn main() -> Result<(), Box<dyn Error>> {
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let is_release = env::var("PROFILE")? == "release";
    let dist = match env::var_os("BAYPLAN_DIST") {
        Some(dist) => PathBuf::from(dist),
        None => manifest.join("../dist"),
    };
    // Cargo takes a path that is missing for one that changes all the time.
    let _ = fs::create_dir_all(&dist);
    println!("cargo::rerun-if-env-changed=BAYPLAN_DIST");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={NOT_BUILT}");
    println!("cargo::rerun-if-changed={}", dist.display());

    let mut sources = BTreeMap::new();
    collect(&dist, "", &mut sources)?;
    sources.entry("index.html".to_owned()).or_insert_with(|| manifest.join(NOT_BUILT));
    let files = sources.into_iter().map(read).collect::<io::Result<Vec<_>>>()?;

    let kept = out.join("compressed");
    fs::create_dir_all(&kept)?;
    let names = compress_all(&files, &kept, is_release)?;
    remove_others(&kept, &names)?;
    fs::write(out.join("embedded.rs"), table(&files, &kept, is_release)?)?;
    Ok(())
}

/// Finds the files under `directory`, by their paths on the site.
fn collect(
    directory: &Path,
    prefix: &str,
    sources: &mut BTreeMap<String, PathBuf>,
) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name();
        // `.stage` is where Trunk builds; `.gz` and `.br` are other people's compressed copies.
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), sources)?;
        } else if !name.ends_with(".gz") && !name.ends_with(".br") {
            sources.insert(path, entry.path());
        }
    }
    Ok(())
}

fn read((path, source): (String, PathBuf)) -> io::Result<File> {
    let content = fs::read(&source)?;
    let mut hash = String::new();
    for byte in &Sha256::digest(&content)[..16] {
        let _ = write!(hash, "{byte:02x}");
    }
    Ok(File { path, source, content, hash })
}

impl File {
    /// The name under which a compressed form is kept.
    fn kept_name(&self, encoding: Encoding, is_release: bool) -> String {
        let extension = match encoding {
            Encoding::Brotli => "br",
            Encoding::Gzip => "gz",
        };
        format!("{}-{}.{extension}", self.hash, if is_release { "best" } else { "fast" })
    }
}

/// Compresses what is not kept from the last build, largest first and on all processors. Returns the
/// names of all that belong to this build.
fn compress_all(files: &[File], kept: &Path, is_release: bool) -> io::Result<Vec<String>> {
    let mut jobs: Vec<_> = files
        .iter()
        .flat_map(|file| [(file, Encoding::Brotli), (file, Encoding::Gzip)])
        .map(|(file, encoding)| (file, encoding, file.kept_name(encoding, is_release)))
        .collect();
    jobs.sort_by_key(|(file, ..)| std::cmp::Reverse(file.content.len()));
    let next = AtomicUsize::new(0);
    let work = || -> io::Result<()> {
        while let Some((file, encoding, name)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let target = kept.join(name);
            if !target.exists() {
                // Written beside and renamed, so that an interrupted build leaves nothing half done.
                let partial = target.with_extension("partial");
                fs::write(&partial, compress(&file.content, *encoding, is_release)?)?;
                fs::rename(partial, target)?;
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let count = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().map_err(|_| io::Error::other("compressing failed"))?
        })
    })?;
    Ok(jobs.into_iter().map(|(.., name)| name).collect())
}

fn compress(content: &[u8], encoding: Encoding, is_release: bool) -> io::Result<Vec<u8>> {
    match encoding {
        Encoding::Brotli => {
            let quality = if is_release { 11 } else { 2 };
            let mut encoder = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, quality, 22);
            encoder.write_all(content)?;
            Ok(encoder.into_inner())
        }
        Encoding::Gzip => {
            let level = flate2::Compression::new(if is_release { 9 } else { 1 });
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
            encoder.write_all(content)?;
            encoder.finish()
        }
    }
}

/// Removes what earlier builds kept.
fn remove_others(kept: &Path, names: &[String]) -> io::Result<()> {
    for entry in fs::read_dir(kept)? {
        let entry = entry?;
        if !names.iter().any(|name| entry.file_name() == name.as_str()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The Rust source of the table, in the order of the paths.
fn table(files: &[File], kept: &Path, is_release: bool) -> Result<String, Box<dyn Error>> {
    let mut source = String::from("static EMBEDDED: &[Asset] = &[\n");
    for file in files {
        let compressed = |encoding| -> io::Result<String> {
            let path = kept.join(file.kept_name(encoding, is_release));
            // What hardly shrinks, as pictures and fonts, is sent as it is.
            let is_worth_it = fs::metadata(&path)?.len() < file.content.len() as u64 * 9 / 10;
            Ok(if is_worth_it { format!("Some(include_bytes!({path:?}))") } else { "None".into() })
        };
        writeln!(
            source,
            "    Asset {{ path: {:?}, hash: {:?}, identity: include_bytes!({:?}), brotli: {}, gzip: {} }},",
            file.path,
            file.hash,
            file.source,
            compressed(Encoding::Brotli)?,
            compressed(Encoding::Gzip)?,
        )?;
    }
    source.push_str("];\n");
    Ok(source)
}
