// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Each thing a library can register, once, through the generated crate.

use all_features::variants::{IntOrStr, StrOrInt};
use all_features::{Color, Leaf, Level, Node, Pair, Plain};
use ndarray::array;
use tvm_ffi::error::{RUNTIME_ERROR, TYPE_ERROR, VALUE_ERROR};
use tvm_ffi::{
    Any, Array, Cast, Error, Function, Library, Map, Object, Result, Str, Tensor, ToAny,
};

#[test]
fn an_enum_is_a_rust_enum_with_names_and_numbers() -> Result<()> {
    assert_eq!(
        (i64::from(Level::High), Level::try_from(10)?),
        (20, Level::Low)
    );
    assert_eq!(
        (Color::Red.to_string(), "GREEN".parse::<Color>()?),
        ("RED".into(), Color::Green)
    );
    let text = match Level::High {
        Level::Low => "low",
        Level::High => "high",
        _ => "later",
    };
    assert_eq!(text, "high");
    let unknown = Level::try_from(15).unwrap_err();
    assert_eq!(unknown.kind(), VALUE_ERROR);
    assert_eq!(
        unknown.message(),
        "enum 'all_features.Level' has no entry 15; known are LOW, HIGH"
    );
    Ok(())
}

#[test]
fn an_enum_travels_as_the_entry_that_other_languages_know() -> Result<()> {
    all_features::load()?;
    let entry = Color::Green.into_any();
    assert_eq!(entry.type_key(), "all_features.Color");
    let once_more = Color::Green.into_any().try_into_value::<Object>()?;
    assert!(
        entry.get::<Object>()?.same_as(&once_more),
        "entries are single objects"
    );
    assert_eq!(entry.try_into_value::<Color>()?, Color::Green);
    let array = Array::new([Color::Red, Color::Green]);
    assert_eq!(array.to_vec(), [Color::Red, Color::Green]);
    let foreign = Level::Low.into_any().try_into_value::<Color>().unwrap_err();
    assert_eq!(foreign.kind(), TYPE_ERROR);
    Ok(())
}

#[test]
fn a_builder_replaces_defaults_and_leaves_the_rest_to_cpp() -> Result<()> {
    let node = Node::new(1)?;
    assert_eq!(
        (node.id(), node.name()?.as_str(), node.weight()),
        (1, "n/a", 0.5)
    );
    assert_eq!(node.table()?.get("one")?, Some(1));
    assert_eq!(
        (node.note()?, node.narrow()?, node.flag()),
        (None, -1, false)
    );
    let node = Node::builder(2)
        .name("two")
        .weight(2.5)
        .items([Any::from(1), Any::from("x")])
        .note(Some("noted"))
        .either("text")
        .build()?;
    assert_eq!(
        (node.name()?.as_str(), node.weight(), node.items()?.len()),
        ("two", 2.5, 2)
    );
    assert_eq!(node.note()?.as_deref(), Some("noted"));
    assert!(matches!(node.either()?, IntOrStr::Str(text) if text == "text"));
    node.set_either(7)?;
    assert!(matches!(node.either()?, IntOrStr::Int(7)));
    Ok(())
}

#[test]
fn a_subclass_is_used_as_its_base_and_found_again() -> Result<()> {
    let leaf = Leaf::builder(1, 2).name("leaf").build()?;
    assert_eq!(
        (leaf.id(), leaf.extra(), leaf.name()?.as_str()),
        (1, 2, "leaf")
    );
    let node: Node = leaf.clone().upcast();
    assert_eq!(node.downcast_ref::<Leaf>().map(Leaf::extra), Some(2));
    let plain = Node::new(3)?;
    let given_back = plain.downcast::<Leaf>().unwrap_err();
    assert_eq!(given_back.id(), 3);
    Ok(())
}

#[test]
fn overloads_have_names_and_defaults_have_builders() -> Result<()> {
    assert_eq!(Pair::new(1)?.b(), 7);
    let pair = Pair::builder(1).b(2).build()?;
    assert_eq!((pair.a(), pair.b(), pair.sum()?), (1, 2, 3));
    assert_eq!(Pair::new_with_text("four")?.sum()?, 8);
    assert!((pair.scale()? - 6.0).abs() < 1e-12);
    assert!((pair.scale_with().factor(0.5).call()? - 1.5).abs() < 1e-12);
    assert_eq!((pair.add(1)?, pair.add_with_text()?.as_str()), (4, "sum!"));
    assert_eq!(pair.add_with_text_with().text("?").call()?, "sum?");
    assert_eq!(all_features::total(&pair)?, 3);
    assert_eq!(Pair::zero()?.map(|pair| pair.sum()).transpose()?, Some(0));
    pair.set_a(5)?;
    assert_eq!(pair.a(), 5);
    Ok(())
}

#[test]
fn an_explicit_constructor_takes_what_cpp_declares() -> Result<()> {
    let plain = Plain::new(1, "right")?;
    assert_eq!((plain.left(), plain.right()?.as_str()), (1, "right"));
    Ok(())
}

#[test]
fn functions_take_containers_variants_and_closures() -> Result<()> {
    assert_eq!(all_features::double([1, 2, 3])?.to_vec(), [2, 4, 6]);
    assert_eq!(all_features::double_all(vec![5])?.to_vec(), [10]);
    let shared = Array::new([1, 2]);
    assert_eq!(all_features::double(&shared)?.len(), 2);
    let table = Map::new([(Str::from("a"), Array::new([1.5]))])?;
    let text = all_features::describe([Some(1), None], &table, "text")?;
    assert!(text.starts_with('3'), "{text}");
    assert!(all_features::describe([Some(1)], &table, StrOrInt::Int(1))?.starts_with('2'));
    let offset = 40;
    assert_eq!(
        all_features::callback(move |x, text| Ok(x + offset + i64::from(text == "x")))?,
        42
    );
    assert_eq!(
        all_features::packed((1, "two", 3.0))?.try_into_value::<i64>()?,
        3
    );
    Ok(())
}

#[test]
fn errors_keep_their_kinds_also_through_callbacks() -> Result<()> {
    assert_eq!(all_features::divide(7, 2)?, 3);
    assert_eq!(all_features::divide(1, 0).unwrap_err().kind(), VALUE_ERROR);
    assert_eq!(all_features::maybe(true).unwrap_err().kind(), RUNTIME_ERROR);
    assert_eq!(all_features::maybe(false)?, 1);
    let error = all_features::callback(|_, _| Err(Error::key_error("of the closure"))).unwrap_err();
    assert_eq!(
        (error.kind(), error.message().as_ref()),
        (tvm_ffi::error::KEY_ERROR, "of the closure")
    );
    let panicked = all_features::callback(|_, _| panic!("of the closure")).unwrap_err();
    assert_eq!(panicked.kind(), RUNTIME_ERROR);
    assert!(panicked.message().contains("panicked"), "{panicked}");
    Ok(())
}

#[test]
fn a_closure_that_calls_the_library_is_called_from_threads_of_cpp() -> Result<()> {
    let folder = std::env::var("TVM_FFI_BUILD_DIR").expect("set by the lane");
    let file = std::path::Path::new(&folder).join("tests/rust/rust_threads.so");
    let _threads = Library::open(file)?;
    let call = Function::get_global("rust_tests.call_on_threads")?;
    let closure = Function::from_fn(|x: i64| all_features::divide(84, 2 * x));
    assert_eq!(call.call::<i64>((&closure, 4, 100))?, 400);
    let fails = Function::from_fn(|x: i64| all_features::divide(x, 0));
    let error = call.call::<i64>((&fails, 2, 1)).unwrap_err();
    assert_eq!(error.kind(), VALUE_ERROR);
    Ok(())
}

#[test]
fn a_tensor_of_ndarray_passes_through_containers_and_packed_functions() -> Result<()> {
    let tensor = Tensor::from_ndarray(&array![[1.0_f64, 2.0], [3.0, 4.0]])?;
    let node = Node::builder(1)
        .items([Any::from(tensor.clone())])
        .build()?;
    let inside = node.items()?.get(0)?.try_into_value::<Tensor>()?;
    assert_eq!(inside.data_ptr(), tensor.data_ptr(), "no copy");
    assert_eq!(
        inside.to_ndarray::<f64>()?,
        array![[1.0, 2.0], [3.0, 4.0]].into_dyn()
    );
    let count = all_features::packed((&tensor, "two"))?;
    assert_eq!(count.try_into_value::<i64>()?, 2);
    Ok(())
}
