// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Programs that the type system must refuse: `tests/compile_fail/*.rs`, each with a line
//! `// refused: E0277` naming the error, or `// accepted` for the control that shows the set-up to work.
//!
//! Only error codes are compared, so the test does not depend on the compiler's wording.
#![forbid(unsafe_code)]
// TOML strings are quoted like Rust's.
#![allow(clippy::unnecessary_debug_formatting)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program and what must become of it.
struct Case {
    name: String,
    file: PathBuf,
    refused: Option<String>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("compile_fail");
    let mut cases: Vec<Case> = fs::read_dir(folder)
        .expect("the folder exists")
        .map(|entry| {
            let file = entry.expect("readable").path();
            let text = fs::read_to_string(&file).expect("readable");
            let refused = text.lines().find_map(|line| line.strip_prefix("// refused: "));
            assert!(
                refused.is_some() || text.contains("// accepted"),
                "{} says nothing",
                file.display()
            );
            let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
            Case { name, refused: refused.map(str::to_owned), file }
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// A package with a binary for each case, in the test's own folder.
fn package(cases: &[Case]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_fail");
    fs::create_dir_all(&root).expect("writable");
    let mut manifest = format!(
        "[package]\nname = \"compile-fail\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n\
         [dependencies]\ntvm-ffi = {{ path = {:?}, features = [\"derive\"] }}\n",
        env!("CARGO_MANIFEST_DIR")
    );
    for case in cases {
        write!(manifest, "[[bin]]\nname = {:?}\npath = {:?}\n", case.name, case.file)
            .expect("a String");
    }
    fs::write(root.join("Cargo.toml"), manifest).expect("writable");
    root
}

#[test]
fn programs_that_break_the_rules_do_not_compile() {
    let cases = cases();
    let root = package(&cases);
    let output = Command::new(env!("CARGO"))
        .args([
            "build",
            "--offline",
            "--keep-going",
            "--message-format",
            "short",
            "--color",
            "never",
        ])
        .current_dir(&root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .output()
        .expect("cargo runs");
    let messages = String::from_utf8_lossy(&output.stderr);
    for case in &cases {
        let file = format!("{}.rs:", case.name);
        // Errors in constants are reported at the macro in the library; the summary names the program.
        let failed =
            messages.contains(&format!("could not compile `compile-fail` (bin \"{}\")", case.name));
        let own: Vec<&str> = messages
            .lines()
            .filter(|line| line.contains(&file) && line.contains(": error"))
            .collect();
        match &case.refused {
            None => assert!(!failed && own.is_empty(), "{} should compile:\n{messages}", case.name),
            Some(code) => {
                let found = own.iter().any(|line| line.contains(&format!("error[{code}]")))
                    || (code == "E0080" && failed);
                assert!(failed && found, "{} should fail by {code}:\n{messages}", case.name);
            }
        }
    }
}
