// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The example library, loaded as any other module.
#![forbid(unsafe_code)]

use tvm_ffi::{Library, Result, Str};

#[test]
fn functions_of_a_rust_library_are_called_through_the_runtime() -> Result<()> {
    let test = std::env::current_exe()?;
    let folder = test.parent().and_then(|deps| deps.parent()).expect("target folder");
    let name =
        format!("{}exported_library{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let library = Library::open(folder.join("examples").join(name))?;
    let greet = library.get_function("greet")?;
    assert_eq!(greet.call::<Str>(("you", 2))?, "hello you hello you");
    assert_eq!(greet.call::<Str>(("you", -1)).unwrap_err().message(), "a negative number of times");
    assert!(greet.call::<Str>(()).is_err());
    let kept = greet.call::<Str>(("somebody with a long name", 1))?;
    let panicked = library.get_function("fail")?.call::<i64>(()).unwrap_err();
    assert_eq!(panicked.message(), "panicked: on purpose");
    // What the library made may outlive every handle to the library: its code stays.
    drop((greet, library));
    assert_eq!(kept, "hello somebody with a long name");
    drop((kept, panicked));
    Ok(())
}
