// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Classes of the testing library: constructors, inheritance, equality, order and hash.

use std::cmp::Ordering;
use std::collections::HashSet;
use testing::variants::StrOrArrayOfIntOrMapOfStrAndInt;
use testing::{
    SchemaAllTypes, TestCompare, TestCustomCompare, TestCxxAutoInit, TestCxxAutoInitChild,
    TestCxxAutoInitKwOnlyDefaults, TestCxxClassBase, TestCxxClassDerived,
    TestCxxClassDerivedDerived, TestCxxInitSubset, TestCxxKwOnly, TestEqWithoutHash, TestIntPair,
    TestObjectBase, TestObjectDerived, TestObjectPtrHolder,
};
use tvm_ffi::error::{ATTRIBUTE_ERROR, TYPE_ERROR};
use tvm_ffi::{Any, Cast, Function, IsA, Map, Object, Result};

#[test]
fn defaults_and_keyword_only_fields_go_through_builders() -> Result<()> {
    let made = TestCxxAutoInit::builder(1, 3).d(4).build()?;
    assert_eq!((made.a(), made.b(), made.c(), made.d()), (1, 42, 3, 4));
    assert_eq!(TestCxxAutoInit::new(1, 3)?.d(), 99);
    let made = TestCxxAutoInitKwOnlyDefaults::builder(1, 2)
        .k_default(5)
        .build()?;
    assert_eq!(
        (
            made.p_required(),
            made.p_default(),
            made.k_required(),
            made.k_default(),
            made.hidden()
        ),
        (1, 11, 2, 5, 33)
    );
    let made = TestCxxKwOnly::new(1, 2, 3)?;
    assert_eq!((made.x(), made.y(), made.z(), made.w()), (1, 2, 3, 100));
    assert_eq!(TestCxxInitSubset::new(7)?.note()?, "default");
    let child = TestCxxAutoInitChild::builder(1, 2, 3)
        .parent_default(9)
        .build()?;
    assert_eq!((child.parent_required(), child.parent_default()), (1, 9));
    assert_eq!((child.child_required(), child.child_kw_only()), (2, 3));
    Ok(())
}

/// Takes any object of the base class or below.
fn base_value(object: &impl IsA<TestCxxClassBase>) -> i64 {
    object.as_parent().v_i64()
}

#[test]
fn a_chain_of_three_classes_derefs_casts_and_is_accepted_as_its_base() -> Result<()> {
    let last = TestCxxClassDerivedDerived::builder(1, 2, 3.5, true)
        .v_str("text")
        .build()?;
    assert_eq!((last.v_i64(), last.v_i32()?, last.v_f64()), (1, 2, 3.5));
    assert_eq!(
        (last.v_str()?.as_str(), last.v_bool(), last.v_f32()),
        ("text", true, 8.0)
    );
    assert_eq!(base_value(&last), 1);
    let base: TestCxxClassBase = last.upcast();
    assert!(base.is::<TestCxxClassDerived>() && !base.is::<TestIntPair>());
    let middle = base.downcast::<TestCxxClassDerived>().expect("it is");
    let Err(middle) = middle.downcast::<TestIntPair>() else {
        panic!("no pair")
    };
    let object: Object = middle.upcast();
    assert_eq!(
        object
            .downcast_ref::<TestCxxClassDerivedDerived>()
            .map(TestCxxClassDerivedDerived::v_bool),
        Some(true)
    );
    Ok(())
}

#[test]
fn methods_of_the_base_work_on_the_derived_class() -> Result<()> {
    let table = Map::new([(Any::from("k"), Any::from(1))])?;
    let derived = TestObjectDerived::builder(&table, [Any::from(1), Any::from("x")])
        .v_i64(20)
        .build()?;
    assert_eq!(
        (
            derived.add_i64(1)?,
            derived.v_f64(),
            derived.v_array()?.len()
        ),
        (21, 10.0, 2)
    );
    let holder = TestObjectPtrHolder::builder(&derived).build()?;
    assert!(holder.value()?.same_as(&derived) && holder.optional_value()?.is_none());
    holder.set_optional_value(Some(&derived))?;
    assert!(holder
        .optional_value()?
        .is_some_and(|value| value.same_as(&derived)));
    assert_eq!(TestObjectBase::new()?.v_str()?, "hello");
    Ok(())
}

#[test]
fn registered_equality_order_and_hash_are_rusts_own() -> Result<()> {
    let (one, same, two) = (
        TestCustomCompare::new(1, "a")?,
        TestCustomCompare::new(1, "b")?,
        TestCustomCompare::new(2, "a")?,
    );
    assert!(one == same && one < two);
    assert_eq!(
        (one.cmp(&same), two.cmp(&one)),
        (Ordering::Equal, Ordering::Greater)
    );
    let mut sorted = [two.clone(), one.clone()];
    sorted.sort();
    assert!(sorted[0] == one);
    let set: HashSet<_> = [one, same, two].into_iter().collect();
    assert_eq!(set.len(), 2);
    assert!(TestEqWithoutHash::new(1, "a")? == TestEqWithoutHash::new(1, "b")?);
    let plain = TestCompare::new(1, "a", 2)?;
    assert!(plain.same_as(&plain.clone()) && !plain.same_as(&TestCompare::new(1, "a", 2)?));
    Ok(())
}

#[test]
fn fields_of_every_kind_are_read_and_written() -> Result<()> {
    let all = SchemaAllTypes::make_with(3, 0.5, "text")?;
    assert_eq!(
        (all.v_int(), all.v_float(), all.v_string()?.as_str()),
        (3, 0.5, "text")
    );
    all.set_v_bool(false)?;
    all.set_v_arr_int([1, 2])?;
    all.set_v_arr_str(["a", "b"])?;
    all.set_v_opt_str(Some("x"))?;
    all.set_v_bytes(b"\x00\xff")?;
    assert_eq!(
        (all.v_bool(), all.v_arr_int()?.to_vec()),
        (false, vec![1, 2])
    );
    assert_eq!(
        (all.v_arr_str()?.get(1)?.as_str(), &all.v_bytes()?[..]),
        ("b", &b"\x00\xff"[..])
    );
    assert_eq!(all.v_opt_str()?.as_deref(), Some("x"));
    all.set_v_variant("s")?;
    assert!(matches!(all.v_variant()?, StrOrArrayOfIntOrMapOfStrAndInt::Str(text) if text == "s"));
    assert_eq!(all.append_int([1], 2)?.to_vec(), [1, 2]);
    assert_eq!(
        all.maybe_concat(Some("a"), Some("b"))?.as_deref(),
        Some("ab")
    );
    assert_eq!(all.maybe_concat(None, None)?, None);
    Ok(())
}

#[test]
fn what_has_no_constructor_or_setter_says_so_at_run_time_too() -> Result<()> {
    testing::load()?;
    let make = Function::get_global("ffi.MakeObjectFromPackedArgs")?;
    let read_only = TestIntPair::new(1, 2)?;
    assert_eq!((read_only.a(), read_only.sum()?), (1, 3));
    let error = make.call::<Object>(("testing.NoSuchType",)).unwrap_err();
    assert!([TYPE_ERROR, ATTRIBUTE_ERROR].contains(&error.kind()) || !error.message().is_empty());
    Ok(())
}
