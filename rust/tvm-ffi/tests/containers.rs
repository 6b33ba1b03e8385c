// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Containers made in Rust and read by C++, and the other way round.
#![forbid(unsafe_code)]

mod support;

use support::{echo, global, testing};
use tvm_ffi::{Any, Array, BigInt, Dict, List, Map, Object, Result, Shape, Str};

#[test]
fn an_array_goes_to_cpp_and_back() -> Result<()> {
    testing()?;
    let array: Array<i64> = (0..5).collect();
    let back: Array<i64> = global("testing.schema_id_arr_int")?.call((&array,))?;
    assert_eq!(back.to_vec(), [0, 1, 2, 3, 4]);
    assert_eq!(back.iter().rev().step_by(2).collect::<Vec<_>>(), [4, 2, 0]);
    assert!(back.same_as(&array));
    assert_eq!(array.get(5).unwrap_err().kind(), tvm_ffi::error::INDEX_ERROR);
    assert_eq!(format!("{array:?}"), "(0, 1, 2, 3, 4)");
    let empty: Array<Str> =
        global("testing.schema_id_arr_str")?.call((Array::<Str>::new(vec![]),))?;
    assert!(empty.is_empty());
    Ok(())
}

#[test]
fn cpp_may_change_an_array_of_ours_in_place_or_copy_it() -> Result<()> {
    testing()?;
    let append = tvm_ffi::reflection::TypeInfo::of_key("testing.SchemaAllTypes")?;
    assert!(append.methods().iter().any(|method| method.name() == "append_int"));
    let function = global("testing.schema_id_arr")?;
    for _ in 0..3 {
        let array: Array<Str> = ["a", "a longer element"].into_iter().map(Str::from).collect();
        let back: Array<Str> = function.call((array,))?;
        assert_eq!(back.to_vec(), ["a", "a longer element"]);
    }
    Ok(())
}

#[test]
fn an_array_with_a_foreign_element_is_refused_by_position() -> Result<()> {
    let mixed: Array<Any> = [Any::from(1_i64), Any::from("x")].into_iter().collect();
    let error = echo(&mixed)?.try_into_value::<Array<i64>>().unwrap_err();
    assert_eq!(error.message(), "Expected `Array<int>` but got `Array[index 1: ffi.SmallStr]`");
    Ok(())
}

#[test]
fn nested_containers_and_tuples_convert_element_by_element() -> Result<()> {
    let nested: Array<Array<f64>> =
        [vec![1.0], vec![2.0, 3.0]].into_iter().map(Array::new).collect();
    let back: Array<Array<f64>> = echo(&nested)?.try_into_value()?;
    assert_eq!(back.get(1)?.to_vec(), [2.0, 3.0]);
    let tuple = (1_i64, "two", Some(3.0));
    let (a, b, c): (i64, Str, Option<f64>) = echo(&tuple)?.try_into_value()?;
    assert_eq!((a, b.as_str(), c), (1, "two", Some(3.0)));
    assert!(echo(&tuple)?.try_into_value::<(i64, Str)>().is_err());
    Ok(())
}

#[test]
fn a_list_is_shared_and_changes_under_everybody() -> Result<()> {
    testing()?;
    let list = List::new(0..3_i64)?;
    let same: List<i64> = global("testing.schema_id_list_int")?.call((&list,))?;
    for i in 3..100 {
        list.push(i)?;
    }
    same.insert(0, -1)?;
    same.set(1, 10)?;
    list.remove(2)?;
    assert_eq!((list.len(), same.get(1)?, same.pop()?), (100, 10, Some(99)));
    list.reverse()?;
    assert_eq!(list.get(98)?, -1);
    assert!(list.set(99, 0).is_err() && list.get(99).is_err());
    list.clear()?;
    assert!(same.is_empty() && same.pop()?.is_none());
    Ok(())
}

#[test]
fn iterating_a_list_sees_one_moment() -> Result<()> {
    let list = List::new(0..4_i64)?;
    for item in list.iter() {
        list.push(item?)?;
    }
    assert_eq!(list.to_vec()?, [0, 1, 2, 3, 0, 1, 2, 3]);
    Ok(())
}

#[test]
fn maps_of_both_layouts_keep_insertion_order() -> Result<()> {
    testing()?;
    let function = global("testing.schema_id_map_str_int")?;
    for count in [0_i64, 1, 3, 4, 5, 17, 300] {
        let map: Map<Str, i64> =
            Map::new((0..count).map(|i| (Str::from(format!("key number {i}")), i)))?;
        let back: Map<Str, i64> = function.call((&map,))?;
        let pairs = back.iter().collect::<Result<Vec<_>>>()?;
        assert_eq!(pairs.len(), back.len());
        for (i, (key, value)) in (0..count).zip(&pairs) {
            assert_eq!((key.as_str(), *value), (format!("key number {i}").as_str(), i));
            assert_eq!(back.get(key.as_str())?, Some(i));
        }
        assert_eq!(back.get("no such key")?, None);
        assert!(!back.contains_key("no such key")?);
    }
    Ok(())
}

#[test]
fn a_map_of_another_type_is_refused() -> Result<()> {
    let map = Map::new([("a", 1_i64), ("b", 2)])?;
    let error = echo(&map)?.try_into_value::<Map<Str, Str>>().unwrap_err();
    assert_eq!(error.message(), "Expected `Map<str, str>` but got `Map[some value is int]`");
    Ok(())
}

#[test]
fn a_dict_is_mutable_and_shared() -> Result<()> {
    testing()?;
    let dict: Dict<Str, i64> = Dict::new([])?;
    let same: Dict<Str, i64> = global("testing.schema_id_dict_str_int")?.call((&dict,))?;
    for i in 0..20 {
        dict.insert(i.to_string(), i)?;
    }
    same.remove("3")?;
    assert_eq!((dict.len(), dict.get("7")?, dict.get("3")?), (19, Some(7), None));
    assert_eq!(same.values().sum::<Result<i64>>()?, 190 - 3);
    assert_eq!(same.keys().next().transpose()?.as_deref(), Some("0"));
    dict.clear()?;
    assert!(same.is_empty());
    Ok(())
}

#[test]
fn shapes_and_large_integers_round_trip() -> Result<()> {
    let shape: Shape = echo(&Shape::from([2, 3, 4]))?.try_into_value()?;
    assert_eq!((&shape[..], shape.numel()), (&[2, 3, 4][..], Some(24)));
    assert_eq!(echo(&u64::MAX)?.try_into_value::<u64>()?, u64::MAX);
    let huge = i128::from(i64::MIN) * 12_345;
    assert_eq!(echo(&huge)?.try_into_value::<i128>()?, huge);
    let same: BigInt = echo(&huge)?.try_into_value()?;
    assert_eq!(same, BigInt::from(huge));
    assert!(echo(&u64::MAX)?.try_into_value::<i64>().is_err());
    Ok(())
}

#[test]
fn an_items_reference_ends_with_its_array() -> Result<()> {
    let item: Object = Shape::from([1]).into();
    let array: Array<Object> = [item.clone(), item.clone()].into_iter().collect();
    assert_eq!(item.use_count(), 3);
    let kept = array.get(0)?;
    drop(array);
    assert_eq!((item.use_count(), kept.same_as(&item)), (2, true));
    Ok(())
}
