// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! What a generated crate consists of, by hand, against the testing library.
#![forbid(unsafe_code)]
#![allow(clippy::items_after_statements, clippy::similar_names)]

mod support;

use support::testing;
use tvm_ffi::codegen::{
    plain, ArgList, FieldSlot, GlobalSlot, InitSlot, MethodSlot, PlainBool, SymbolSlot,
};
use tvm_ffi::{Cast, IsA, Object, ObjectType, Result, Str};

/// `testing.TestIntPair`
#[derive(Clone)]
#[repr(transparent)]
pub struct IntPair(tvm_ffi::Handle<Self, Object>);
tvm_ffi::object_type! {
    IntPair: [Object],
    key = "testing.TestIntPair",
    plain = [a: i64 => 24, b: i64 => 32],
    traits = [PartialEq],
}

impl IntPair {
    fn new(a: i64, b: i64) -> Result<Self> {
        static SLOT: InitSlot<IntPair> = InitSlot::new();
        SLOT.call((a, b))
    }
    fn a(&self) -> i64 {
        plain::<Self, i64, 0>(self)
    }
    fn b(&self) -> i64 {
        plain::<Self, i64, 1>(self)
    }
    fn sum(&self) -> Result<i64> {
        static SLOT: MethodSlot<IntPair> = MethodSlot::new("sum");
        SLOT.call((self,))
    }
    fn sum_of(&self, args: impl tvm_ffi::ArgTuple) -> Result<i64> {
        static SLOT: MethodSlot<IntPair> = MethodSlot::new("sum");
        SLOT.call_on(self, args)
    }
    fn set_a(&self, value: i64) -> Result<()> {
        static SLOT: FieldSlot<IntPair> = FieldSlot::new("a");
        SLOT.set(self, &value)
    }
}

/// `testing.TestObjectBase`
#[derive(Clone)]
#[repr(transparent)]
pub struct Base(tvm_ffi::Handle<Self, Object>);
tvm_ffi::object_type! { Base: [Object], key = "testing.TestObjectBase", plain = [v_i64: i64 => 24] }

impl Base {
    fn v_i64(&self) -> i64 {
        plain::<Self, i64, 0>(self)
    }
    fn v_str(&self) -> Result<Str> {
        static SLOT: FieldSlot<Base> = FieldSlot::new("v_str");
        SLOT.get(self)
    }
    fn set_v_str(&self, value: &str) -> Result<()> {
        static SLOT: FieldSlot<Base> = FieldSlot::new("v_str");
        SLOT.set(self, value)
    }
    fn set_v_i64(&self, value: i64) -> Result<()> {
        static SLOT: FieldSlot<Base> = FieldSlot::new("v_i64");
        SLOT.set(self, &value)
    }
    fn add_i64(&self, value: i64) -> Result<i64> {
        static SLOT: MethodSlot<Base> = MethodSlot::new("add_i64");
        SLOT.call((self, value))
    }
}

/// `testing.TestCxxClassDerivedDerived` over its two bases.
#[derive(Clone)]
#[repr(transparent)]
pub struct ClassBase(tvm_ffi::Handle<Self, Object>);
tvm_ffi::object_type! { ClassBase: [Object], key = "testing.TestCxxClassBase" }
/// Middle of the chain.
#[derive(Clone)]
#[repr(transparent)]
pub struct Derived(tvm_ffi::Handle<Self, ClassBase>);
tvm_ffi::object_type! {
    Derived: [ClassBase, Object],
    key = "testing.TestCxxClassDerived",
    plain = [v_f64: f64 => 40, v_f32: f32 => 48],
}
/// End of the chain.
#[derive(Clone)]
#[repr(transparent)]
pub struct DerivedDerived(tvm_ffi::Handle<Self, Derived>);
tvm_ffi::object_type! {
    DerivedDerived: [Derived, ClassBase, Object],
    key = "testing.TestCxxClassDerivedDerived",
    plain = [v_bool: PlainBool => 72],
}

impl ClassBase {
    fn v_i32(&self) -> Result<i64> {
        static SLOT: FieldSlot<ClassBase> = FieldSlot::new("v_i32");
        SLOT.get(self)
    }
}
impl Derived {
    fn v_f32(&self) -> f32 {
        plain::<Self, f32, 1>(self)
    }
}
impl DerivedDerived {
    fn v_bool(&self) -> bool {
        plain::<Self, PlainBool, 0>(self).into()
    }
    fn make(v_i64: i64, v_i32: i64, v_f64: f64, v_bool: bool, v_str: Option<&str>) -> Result<Self> {
        static SLOT: InitSlot<DerivedDerived> = InitSlot::new();
        SLOT.call_list(
            &ArgList::new()
                .arg(&v_i64)
                .arg(&v_i32)
                .keyword("v_f64", &v_f64)
                .keyword("v_bool", &v_bool)
                .optional("v_str", &v_str),
        )
    }
}

fn base_of(object: &impl IsA<ClassBase>) -> Result<i64> {
    object.as_parent().v_i32()
}

static ADD_ONE: GlobalSlot = GlobalSlot::with_library("testing.add_one", testing);
static DLL_ID: SymbolSlot = SymbolSlot::new(testing, "testing_dll_schema_id_int");

#[test]
fn a_constructor_runs_and_fields_are_read_and_written() -> Result<()> {
    testing()?;
    let pair = IntPair::new(3, 4)?;
    assert_eq!((pair.a(), pair.b(), pair.sum()?), (3, 4, 7));
    assert_eq!(pair.set_a(1).unwrap_err().kind(), tvm_ffi::error::ATTRIBUTE_ERROR);
    assert_eq!(format!("{pair}"), "testing.TestIntPair(a=3, b=4)");
    assert_eq!(pair, IntPair::new(3, 4)?);
    assert_ne!(pair, IntPair::new(3, 5)?);
    Ok(())
}

#[test]
fn setters_change_what_getters_give() -> Result<()> {
    testing()?;
    static SLOT: InitSlot<Base> = InitSlot::new();
    let base = SLOT.call((1, 2.0, "three"))?;
    assert_eq!((base.v_i64(), base.v_str()?.as_str()), (1, "three"));
    base.set_v_i64(40)?;
    base.set_v_str("a text longer than seven bytes")?;
    assert_eq!(base.v_str()?, "a text longer than seven bytes");
    assert_eq!(base.add_i64(2)?, 42);
    Ok(())
}

#[test]
fn inheritance_derefs_casts_and_accepts_children() -> Result<()> {
    testing()?;
    let leaf = DerivedDerived::make(1, 2, 3.0, true, None)?;
    assert_eq!((leaf.v_i32()?, leaf.v_bool(), base_of(&leaf)?), (2, true, 2));
    assert!((leaf.v_f32() - 8.0).abs() < f32::EPSILON);
    let base: ClassBase = leaf.clone().upcast();
    assert!(base.is::<Derived>() && base.same_as(&leaf));
    assert!(base.downcast_ref::<IntPair>().is_none());
    let object: Object = base.upcast();
    let back = DerivedDerived::try_from(object).expect("is one");
    let refused = back.upcast::<Object>().downcast::<IntPair>().unwrap_err();
    assert_eq!(refused.type_key(), "testing.TestCxxClassDerivedDerived");
    Ok(())
}

#[test]
fn global_functions_and_symbols_are_called_through_slots() -> Result<()> {
    assert_eq!(ADD_ONE.call::<i64>((41,))?, 42);
    assert_eq!(DLL_ID.call::<i64>((7,))?, 7);
    let missing = GlobalSlot::new("no.such.function").call::<i64>(()).unwrap_err();
    assert!(missing.message().contains("'no.such.function'"));
    Ok(())
}

#[test]
fn errors_carry_kind_message_and_backtrace() {
    static RAISE: GlobalSlot = GlobalSlot::with_library("testing.test_raise_error", testing);
    let error = RAISE.call::<()>(("ValueError", "not good")).unwrap_err();
    assert_eq!((error.kind(), error.message().as_ref()), (tvm_ffi::error::VALUE_ERROR, "not good"));
    assert!(error.traceback().starts_with("Traceback (most recent call last):\n"));
}

#[test]
fn a_layout_that_differs_is_refused_before_a_handle_exists() -> Result<()> {
    #[derive(Clone)]
    #[repr(transparent)]
    struct Wrong(tvm_ffi::Handle<Self, Object>);
    tvm_ffi::object_type! { Wrong: [Object], key = "testing.TestIntPair", plain = [a: i64 => 32] }
    testing()?;
    assert!(Wrong::type_index().unwrap_err().message().contains("field 'a'"));
    let pair = IntPair::new(1, 2)?.upcast::<Object>();
    assert!(pair.downcast::<Wrong>().is_err());
    Ok(())
}

#[test]
fn strings_and_containers_of_bytes_round_trip() -> Result<()> {
    static ID: GlobalSlot = GlobalSlot::with_library("testing.schema_id_any", testing);
    for text in ["", "seven77", "eight888", "a longer text with ümläuts"] {
        assert_eq!(ID.call::<Str>((text,))?, text);
        assert_eq!(ID.call::<String>((text.to_owned(),))?, text);
    }
    assert_eq!(ID.call::<Option<i64>>((None::<i64>,))?, None);
    assert_eq!(ID.call::<tvm_ffi::Bytes>((b"\0\xff12345678".as_slice(),))?, b"\0\xff12345678"[..]);
    Ok(())
}

#[test]
fn a_method_of_any_arguments_gets_the_receiver_first() -> Result<()> {
    testing()?;
    let pair = IntPair::new(3, 4)?;
    assert_eq!(pair.sum_of(())?, 7);
    let many = pair.sum_of((1_i64, "two")).unwrap_err();
    assert!(many.message().contains("3 arguments"), "{many}");
    Ok(())
}
