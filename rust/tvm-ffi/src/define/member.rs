// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Members`]: fields and methods of a type while it is being registered.

use super::handle::Body;
use super::{Ref, ReflectedField, RustObject};
use crate::any::{Any, AnyView};
use crate::convert::FromAny;
use crate::function::{guarded, CallableFn, Function, IntoReturn};
use crate::reflection::schema::{function_schema, metadata_of, schema_of};
use crate::Result;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem::offset_of;
use tvm_ffi_sys::{TVMFFIAny, TVMFFIFieldGetter, TVMFFIFieldSetter};

/// What is known of one field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    pub(super) metadata: String,
    pub(super) offset: usize,
    pub(super) size: usize,
    pub(super) alignment: usize,
    pub(super) static_type_index: i32,
    pub(super) getter: TVMFFIFieldGetter,
    pub(super) setter: Option<TVMFFIFieldSetter>,
}

/// What is known of one method.
pub(super) struct Method {
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    pub(super) metadata: String,
    pub(super) is_static: bool,
    pub(super) function: Function,
}

/// Collects the members of `T`.
pub struct Members<T> {
    pub(super) fields: Vec<Field>,
    pub(super) methods: Vec<Method>,
    owner: PhantomData<fn(&T)>,
}

impl<T: RustObject> Members<T> {
    pub(super) fn new() -> Self {
        Self { fields: Vec::new(), methods: Vec::new(), owner: PhantomData }
    }

    /// Adds a field.
    ///
    /// # Safety
    /// `T` has a field of type `F` at `offset`.
    pub unsafe fn field<F: ReflectedField>(
        &mut self,
        name: &'static str,
        doc: &'static str,
        offset: usize,
    ) {
        self.fields.push(Field {
            name,
            doc,
            metadata: metadata_of(&schema_of(&F::type_str())),
            offset: offset_of!(Body<T>, value) + offset,
            size: size_of::<F>(),
            alignment: align_of::<F>(),
            static_type_index: F::STATIC_TYPE_INDEX,
            getter: get::<F>,
            setter: F::WRITABLE.then_some(set::<F>),
        });
    }

    /// Adds a method; its first parameter is `Ref<T>`.
    ///
    /// ```text
    /// members.method("add", "Adds to the count.", |this: Ref<Counter>, by: i64| this.add(by));
    /// ```
    pub fn method<F, A>(&mut self, name: &'static str, doc: &'static str, f: F) -> &mut Self
    where
        F: MethodFn<T, A> + CallableFn<A> + Send + Sync + 'static,
    {
        self.push(name, doc, false, f)
    }

    /// Adds a method without a receiver.
    pub fn static_method<F, A>(&mut self, name: &'static str, doc: &'static str, f: F) -> &mut Self
    where
        F: CallableFn<A> + Send + Sync + 'static,
    {
        self.push(name, doc, true, f)
    }

    /// Sets the constructor that other languages call: a function that returns `T` or a `Result` of it.
    pub fn init<F, A>(&mut self, doc: &'static str, f: F) -> &mut Self
    where
        F: InitFn<T, A> + Send + Sync + 'static,
    {
        let params = F::param_names();
        let metadata = metadata_of(&function_schema("ffi.Object", &params));
        let function = Function::from_packed(move |args| f.construct(args));
        let name = "__ffi_init__";
        self.methods.push(Method { name, doc, metadata, is_static: true, function });
        self
    }

    fn push<F, A>(
        &mut self,
        name: &'static str,
        doc: &'static str,
        is_static: bool,
        f: F,
    ) -> &mut Self
    where
        F: CallableFn<A> + Send + Sync + 'static,
    {
        let metadata = metadata_of(&function_schema(&F::return_name(), &F::param_names()));
        let function = Function::from_fn(f);
        self.methods.push(Method { name, doc, metadata, is_static, function });
        self
    }
}

impl<T> std::fmt::Debug for Members<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Members")
            .field("fields", &self.fields.iter().map(|field| field.name).collect::<Vec<_>>())
            .field("methods", &self.methods.iter().map(|method| method.name).collect::<Vec<_>>())
            .finish()
    }
}

/// Closures whose first parameter is a handle to `T`.
pub trait MethodFn<T, A> {}

/// Closures that make a `T`.
pub trait InitFn<T, A> {
    /// Names of the parameters' types.
    fn param_names() -> Vec<String>;

    /// Converts the arguments and makes the object.
    ///
    /// # Errors
    /// Arguments that do not fit, and the closure's own.
    fn construct(&self, args: &[AnyView<'_>]) -> Result<Any>;
}

/// Makes the result of a constructor an object when it is returned.
struct Made<T>(Result<T>);

impl<T: RustObject> IntoReturn for Made<T> {
    fn type_str() -> std::borrow::Cow<'static, str> {
        T::TYPE_KEY.into()
    }

    fn into_return(self) -> Result<Any> {
        Ok(Ref::new(self.0?)?.into())
    }
}

macro_rules! shapes {
    ($(($($name:ident),*))*) => {$(
        impl<Func, Ret, T, $($name),*> InitFn<T, ($($name,)*)> for Func
        where
            Func: Fn($($name),*) -> Ret,
            Ret: Into<Constructed<T>>,
            T: RustObject,
            $($name: FromAny,)*
        {
            fn param_names() -> Vec<String> {
                vec![$(<$name as FromAny>::type_str().into_owned()),*]
            }

            #[allow(non_snake_case)]
            fn construct(&self, args: &[AnyView<'_>]) -> Result<Any> {
                let make = |$($name: $name),*| {
                    let Constructed(value) = self($($name),*).into();
                    Made(value)
                };
                CallableFn::<($($name,)*)>::invoke(&make, args)
            }
        }
    )*};
}

shapes! { () (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, G) }

macro_rules! methods {
    ($(($($name:ident),*))*) => {$(
        impl<Func, Ret, T, $($name),*> MethodFn<T, (Ref<T>, $($name,)*)> for Func
        where
            Func: Fn(Ref<T>, $($name),*) -> Ret,
        {
        }
    )*};
}

methods! { () (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, G) }

/// What a constructor returned.
#[derive(Debug)]
pub struct Constructed<T>(Result<T>);

impl<T: RustObject> From<T> for Constructed<T> {
    fn from(value: T) -> Self {
        Self(Ok(value))
    }
}

impl<T: RustObject> From<Result<T>> for Constructed<T> {
    fn from(value: Result<T>) -> Self {
        Self(value)
    }
}

/// Getter of a field of type `F`.
unsafe extern "C" fn get<F: ReflectedField>(field: *mut c_void, result: *mut TVMFFIAny) -> i32 {
    // SAFETY: registered for fields of this type only, whose object is alive; the cell takes the value.
    unsafe { guarded(result, || Ok((*field.cast::<F>()).read())) }
}

/// Setter of a field of type `F`.
unsafe extern "C" fn set<F: ReflectedField>(field: *mut c_void, value: *const TVMFFIAny) -> i32 {
    let mut nothing = TVMFFIAny::NONE;
    // SAFETY: registered for fields of this type only, which change through shared references; the value is
    // a view valid during the call.
    unsafe {
        guarded(&raw mut nothing, || {
            (*field.cast::<F>()).write(AnyView::from_raw(*value).to_any()?)?;
            Ok(Any::NONE)
        })
    }
}
