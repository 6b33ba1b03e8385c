/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The limit: what each case costs when a C extension does the conversion and nothing else. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>
#include <stdint.h>
#include <structmember.h>

static volatile int64_t sink;

static PyObject* f0(PyObject* m, PyObject* const* a, Py_ssize_t n) { Py_RETURN_NONE; }
static PyObject* f1(PyObject* m, PyObject* o) {
  sink = PyLong_AsLongLong(o);
  if (sink == -1 && PyErr_Occurred()) return NULL;
  Py_RETURN_NONE;
}
static PyObject* f3(PyObject* m, PyObject* const* a, Py_ssize_t n) {
  if (n != 3) return PyErr_Format(PyExc_TypeError, "takes 3 arguments");
  for (int i = 0; i < 3; ++i) {
    sink = PyLong_AsLongLong(a[i]);
    if (sink == -1 && PyErr_Occurred()) return NULL;
  }
  Py_RETURN_NONE;
}
static PyObject* fstr(PyObject* m, PyObject* o) {
  Py_ssize_t size;
  if (PyUnicode_AsUTF8AndSize(o, &size) == NULL) return NULL;
  sink = size;
  Py_RETURN_NONE;
}
static PyObject* flist(PyObject* m, PyObject* o) {
  if (!PyList_Check(o)) return PyErr_Format(PyExc_TypeError, "takes a list");
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(o); ++i) {
    sink = PyLong_AsLongLong(PyList_GET_ITEM(o, i));
    if (sink == -1 && PyErr_Occurred()) return NULL;
  }
  Py_RETURN_NONE;
}
static PyObject* fdict(PyObject* m, PyObject* o) {
  PyObject *key, *value;
  Py_ssize_t at = 0, size;
  if (!PyDict_Check(o)) return PyErr_Format(PyExc_TypeError, "takes a dict");
  while (PyDict_Next(o, &at, &key, &value)) {
    if (PyUnicode_AsUTF8AndSize(key, &size) == NULL) return NULL;
    sink = size + PyLong_AsLongLong(value);
  }
  Py_RETURN_NONE;
}
static int view_one(PyObject* o) {
  Py_buffer view;
  if (PyObject_GetBuffer(o, &view, PyBUF_STRIDES | PyBUF_FORMAT) < 0) return -1;
  sink = (int64_t)(intptr_t)view.buf;
  PyBuffer_Release(&view);
  return 0;
}
static PyObject* fview(PyObject* m, PyObject* o) {
  if (view_one(o) < 0) return NULL;
  Py_RETURN_NONE;
}
static PyObject* fview3(PyObject* m, PyObject* const* a, Py_ssize_t n) {
  if (n != 3) return PyErr_Format(PyExc_TypeError, "takes 3 arguments");
  for (int i = 0; i < 3; ++i) {
    if (view_one(a[i]) < 0) return NULL;
  }
  Py_RETURN_NONE;
}
static PyObject* callback(PyObject* m, PyObject* const* a, Py_ssize_t n) {
  const int64_t times = PyLong_AsLongLong(a[1]);
  for (int64_t i = 0; i < times; ++i) {
    PyObject* one = PyLong_FromLong(1);
    PyObject* result = PyObject_CallOneArg(a[0], one);
    Py_DECREF(one);
    if (result == NULL) return NULL;
    Py_DECREF(result);
  }
  Py_RETURN_NONE;
}
static PyObject* raise_it(PyObject* m, PyObject* o) {
  return PyErr_Format(PyExc_ValueError, "wrong value");
}

typedef struct {
  PyObject_HEAD int64_t x, y;
} PairObject;
static PyTypeObject* pair_type;

static PyObject* pair_call(PyObject* type, PyObject* const* a, size_t nf, PyObject* names) {
  const Py_ssize_t n = PyVectorcall_NARGS(nf) + (names != NULL ? PyTuple_GET_SIZE(names) : 0);
  if (n != 2) return PyErr_Format(PyExc_TypeError, "takes 2 arguments");
  PairObject* made = PyObject_New(PairObject, (PyTypeObject*)type);
  if (made == NULL) return NULL;
  made->x = PyLong_AsLongLong(a[0]);
  made->y = PyLong_AsLongLong(a[1]);
  return (PyObject*)made;
}
static PyObject* pair_add(PyObject* self, PyObject* o) {
  return PyLong_FromLongLong(((PairObject*)self)->x + PyLong_AsLongLong(o));
}
static void pair_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  PyObject_Free(self);
  Py_DECREF(type);
}
static PyMethodDef pair_methods[] = {{"add", pair_add, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyMemberDef pair_members[] = {{"x", T_LONGLONG, offsetof(PairObject, x), 0, NULL},
                                     {"y", T_LONGLONG, offsetof(PairObject, y), 0, NULL},
                                     {NULL, 0, 0, 0, NULL}};
static PyType_Slot pair_slots[] = {{Py_tp_dealloc, pair_dealloc},
                                   {Py_tp_methods, pair_methods},
                                   {Py_tp_members, pair_members},
                                   {0, NULL}};
static PyType_Spec pair_spec = {"bench_bare.Pair", sizeof(PairObject), 0, Py_TPFLAGS_DEFAULT,
                                pair_slots};

static PyObject* rint_(PyObject* m, PyObject* const* a, Py_ssize_t n) {
  return PyLong_FromLongLong((int64_t)1 << 40);
}
static PyObject* robject(PyObject* m, PyObject* const* a, Py_ssize_t n) {
  PairObject* made = PyObject_New(PairObject, pair_type);
  if (made != NULL) made->x = made->y = 0;
  return (PyObject*)made;
}
static char text[201];
static PyObject* rstr(PyObject* m, PyObject* const* a, Py_ssize_t n) {
  return PyUnicode_DecodeUTF8(text, 200, NULL);
}

#define FAST(f) (PyCFunction)(void*)f
static PyMethodDef functions[] = {{"f0", FAST(f0), METH_FASTCALL, NULL},
                                  {"f1", f1, METH_O, NULL},
                                  {"f3", FAST(f3), METH_FASTCALL, NULL},
                                  {"fstr", fstr, METH_O, NULL},
                                  {"flist", flist, METH_O, NULL},
                                  {"fdict", fdict, METH_O, NULL},
                                  {"fview", fview, METH_O, NULL},
                                  {"fview3", FAST(fview3), METH_FASTCALL, NULL},
                                  {"callback", FAST(callback), METH_FASTCALL, NULL},
                                  {"raise_", raise_it, METH_O, NULL},
                                  {"rint", FAST(rint_), METH_FASTCALL, NULL},
                                  {"robject", FAST(robject), METH_FASTCALL, NULL},
                                  {"rstr", FAST(rstr), METH_FASTCALL, NULL},
                                  {NULL, NULL, 0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "bench_bare", NULL, -1, functions,
                                 NULL,                  NULL,         NULL, NULL};

PyMODINIT_FUNC PyInit_bench_bare(void) {
  memset(text, 'q', 200);
  PyObject* module = PyModule_Create(&definition);
  pair_type = (PyTypeObject*)PyType_FromSpec(&pair_spec);
  if (module == NULL || pair_type == NULL) return NULL;
  pair_type->tp_vectorcall = pair_call;
  PyModule_AddObject(module, "Pair", (PyObject*)pair_type);
  return module;
}
