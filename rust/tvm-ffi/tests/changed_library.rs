// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Code that was generated from another version of a library: refused when the library is opened, by an error
//! that names what changed, and before any handle exists.
#![forbid(unsafe_code)]

mod support;

use support::testing;
use tvm_ffi::codegen::{enum_check, LibrarySlot};
use tvm_ffi::error::TYPE_ERROR;
use tvm_ffi::{Error, Object, ObjectType, Result};

const HINT: &str = "; the code was made for another version of the library, generate it again";

/// A handle whose digest is not the one of the loaded type.
#[derive(Clone)]
#[repr(transparent)]
struct OtherDigest(tvm_ffi::Handle<Self, Object>);
tvm_ffi::object_type! { OtherDigest: [Object], key = "testing.TestIntPair", digest = 0x1234 }

/// A handle with a field that the loaded type keeps elsewhere.
#[derive(Clone)]
#[repr(transparent)]
struct OtherPlace(tvm_ffi::Handle<Self, Object>);
tvm_ffi::object_type! {
    OtherPlace: [Object], key = "testing.TestIntPair", plain = [a: i64 => 32]
}

/// A handle with a field that the loaded type does not have.
#[derive(Clone)]
#[repr(transparent)]
struct OtherField(tvm_ffi::Handle<Self, Object>);
tvm_ffi::object_type! {
    OtherField: [Object], key = "testing.TestIntPair", plain = [gone: i64 => 24]
}

/// A handle of a type that is no subtype of the other any more.
#[derive(Clone)]
#[repr(transparent)]
struct Base(tvm_ffi::Handle<Self, Object>);
tvm_ffi::object_type! { Base: [Object], key = "testing.TestObjectBase" }

/// Claims to derive from [`Base`].
#[derive(Clone)]
#[repr(transparent)]
struct OtherParent(tvm_ffi::Handle<Self, Base>);
tvm_ffi::object_type! { OtherParent: [Base, Object], key = "testing.TestIntPair" }

/// A type that no library registers.
#[derive(Clone)]
#[repr(transparent)]
struct Missing(tvm_ffi::Handle<Self, Object>);
tvm_ffi::object_type! { Missing: [Object], key = "testing.Gone" }

/// An enum with an entry that the loaded class does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
enum Variant {
    Alpha = 0,
    Gamma = 1,
}
tvm_ffi::enum_type! {
    Variant, key = "testing.TestEnumVariant", entries = [Alpha = "Alpha", Gamma = "Gamma"]
}

fn refused<T: ObjectType>() -> Error {
    T::type_index().expect_err("the type differs")
}

#[test]
fn each_difference_is_an_error_that_names_the_type_and_what_changed() -> Result<()> {
    testing()?;
    let pair = "the loaded type 'testing.TestIntPair'";
    for (error, what) in [
        (refused::<OtherDigest>(), "has other fields or methods"),
        (refused::<OtherPlace>(), "keeps the field 'a' elsewhere or as another type"),
        (refused::<OtherField>(), "has no field 'gone'"),
        (refused::<OtherParent>(), "is no subtype of 'testing.TestObjectBase'"),
    ] {
        assert_eq!(error.kind(), TYPE_ERROR);
        assert_eq!(error.message(), format!("{pair} {what}{HINT}"));
    }
    let missing = refused::<Missing>();
    assert_eq!(
        missing.message(),
        "type 'testing.Gone' is not registered; load the library that defines it first"
    );
    Ok(())
}

#[test]
fn an_enum_without_an_entry_that_the_code_knows_is_refused() -> Result<()> {
    testing()?;
    let error = enum_check::<Variant>().expect_err("there is Beta, not Gamma");
    assert_eq!(
        error.message(),
        format!("the loaded enum 'testing.TestEnumVariant' has no entry 'Gamma' of value 1{HINT}")
    );
    let alpha = support::global("testing.enum_variant_get")?.call::<Variant>(("Alpha",))?;
    assert_eq!(alpha, Variant::Alpha);
    Ok(())
}

#[test]
fn opening_the_library_reports_it_every_time() {
    static SLOT: LibrarySlot = LibrarySlot::new("tvm_ffi_testing", "TVM_FFI_TESTING_LIBRARY");
    for _ in 0..2 {
        let error = SLOT.load(|| OtherDigest::type_index().map(drop)).expect_err("refused");
        assert!(error.message().contains("'testing.TestIntPair' has other fields"), "{error}");
    }
}
