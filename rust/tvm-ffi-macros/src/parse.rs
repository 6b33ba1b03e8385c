// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! From tokens to what the expansion needs to know of a struct.

use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use std::iter::Peekable;

type Tokens = Peekable<proc_macro::token_stream::IntoIter>;

/// A struct with named fields.
pub(crate) struct Item {
    pub(crate) name: Ident,
    pub(crate) type_key: Literal,
    pub(crate) doc: String,
    pub(crate) methods: bool,
    pub(crate) krate: TokenStream,
    pub(crate) fields: Vec<Field>,
}

/// A reflected field.
pub(crate) struct Field {
    pub(crate) name: Ident,
    pub(crate) ty: TokenStream,
    pub(crate) doc: String,
}

/// What is wrong, and where.
pub(crate) struct Error {
    span: Span,
    text: String,
}

impl Error {
    fn new(span: Span, text: &str) -> Self {
        Self { span, text: text.to_owned() }
    }

    /// `::core::compile_error!("…")` at the place.
    pub(crate) fn into_compile_error(self) -> TokenStream {
        let place = |tree: TokenTree| {
            let mut tree = tree;
            tree.set_span(self.span);
            tree
        };
        let mut message = Literal::string(&self.text);
        message.set_span(self.span);
        let group = Group::new(Delimiter::Brace, TokenTree::Literal(message).into());
        let colon = |spacing| TokenTree::Punct(Punct::new(':', spacing));
        [
            colon(Spacing::Joint),
            colon(Spacing::Alone),
            TokenTree::Ident(Ident::new("core", self.span)),
            colon(Spacing::Joint),
            colon(Spacing::Alone),
            TokenTree::Ident(Ident::new("compile_error", self.span)),
            TokenTree::Punct(Punct::new('!', Spacing::Alone)),
            TokenTree::Group(group),
        ]
        .into_iter()
        .map(place)
        .collect()
    }
}

/// Attributes before an item or field.
#[derive(Default)]
struct Attributes {
    doc: String,
    type_key: Option<Literal>,
    krate: Option<TokenStream>,
    methods: bool,
    skip: bool,
}

pub(crate) fn parse(input: TokenStream) -> Result<Item, Error> {
    let mut tokens = input.into_iter().peekable();
    let attributes = attributes(&mut tokens)?;
    visibility(&mut tokens);
    match tokens.next() {
        Some(TokenTree::Ident(word)) if word.to_string() == "struct" => {}
        other => return Err(Error::new(span(other.as_ref()), "only structs can be objects")),
    }
    let Some(TokenTree::Ident(name)) = tokens.next() else {
        return Err(Error::new(Span::call_site(), "the struct has no name"));
    };
    let fields = match tokens.next() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            fields(group.stream())?
        }
        other => {
            let text = "an object is a struct with named fields and without generics";
            return Err(Error::new(span(other.as_ref()), text));
        }
    };
    let Some(type_key) = attributes.type_key else {
        return Err(Error::new(name.span(), "add #[ffi(type_key = \"my_package.MyType\")]"));
    };
    let krate = attributes.krate.unwrap_or_else(|| {
        let colon = |spacing| TokenTree::Punct(Punct::new(':', spacing));
        let name = TokenTree::Ident(Ident::new("tvm_ffi", Span::call_site()));
        [colon(Spacing::Joint), colon(Spacing::Alone), name].into_iter().collect()
    });
    Ok(Item { name, type_key, doc: attributes.doc, methods: attributes.methods, krate, fields })
}

fn span(tree: Option<&TokenTree>) -> Span {
    tree.map_or_else(Span::call_site, TokenTree::span)
}

fn attributes(tokens: &mut Tokens) -> Result<Attributes, Error> {
    let mut found = Attributes::default();
    while matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '#') {
        tokens.next();
        let Some(TokenTree::Group(group)) = tokens.next() else { continue };
        let mut inner = group.stream().into_iter().peekable();
        match inner.next() {
            Some(TokenTree::Ident(word)) if word.to_string() == "doc" => {
                inner.next();
                if let Some(TokenTree::Literal(text)) = inner.next() {
                    add_doc(&mut found.doc, &text);
                }
            }
            Some(TokenTree::Ident(word)) if word.to_string() == "ffi" => {
                if let Some(TokenTree::Group(list)) = inner.next() {
                    options(list.stream(), &mut found)?;
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Appends a line of a doc comment, which the compiler hands over as a string literal.
fn add_doc(doc: &mut String, literal: &Literal) {
    let text = literal.to_string();
    let text = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or("");
    let text = text.replace("\\\"", "\"").replace("\\'", "'").replace("\\\\", "\\");
    if !doc.is_empty() {
        doc.push('\n');
    }
    doc.push_str(text.strip_prefix(' ').unwrap_or(&text));
}

/// The list in `#[ffi(…)]`.
fn options(list: TokenStream, found: &mut Attributes) -> Result<(), Error> {
    let mut tokens = list.into_iter().peekable();
    while let Some(tree) = tokens.next() {
        let word = tree.to_string();
        match word.as_str() {
            "skip" => found.skip = true,
            "methods" => found.methods = true,
            "type_key" => {
                tokens.next();
                match tokens.next() {
                    Some(TokenTree::Literal(key)) => found.type_key = Some(key),
                    other => return Err(Error::new(span(other.as_ref()), "expected a string")),
                }
            }
            "crate" => {
                tokens.next();
                let path = std::iter::from_fn(|| {
                    tokens.next_if(|t| !matches!(t, TokenTree::Punct(p) if p.as_char() == ','))
                });
                found.krate = Some(path.collect());
            }
            "," => {}
            _ => {
                let text = "expected type_key = \"…\", methods, skip or crate = path";
                return Err(Error::new(tree.span(), text));
            }
        }
    }
    Ok(())
}

fn visibility(tokens: &mut Tokens) {
    let public = |t: &TokenTree| matches!(t, TokenTree::Ident(word) if word.to_string() == "pub");
    if tokens.next_if(public).is_some() {
        tokens.next_if(
            |t| matches!(t, TokenTree::Group(g) if g.delimiter() == Delimiter::Parenthesis),
        );
    }
}

fn fields(body: TokenStream) -> Result<Vec<Field>, Error> {
    let mut tokens = body.into_iter().peekable();
    let mut fields = Vec::new();
    while tokens.peek().is_some() {
        let attributes = attributes(&mut tokens)?;
        visibility(&mut tokens);
        let name = match tokens.next() {
            Some(TokenTree::Ident(name)) => name,
            other => return Err(Error::new(span(other.as_ref()), "expected the name of a field")),
        };
        tokens.next();
        let ty = field_type(&mut tokens);
        if !attributes.skip {
            fields.push(Field { name, ty, doc: attributes.doc });
        }
    }
    Ok(fields)
}

/// Tokens up to the comma that ends the field; commas between `<` and `>` belong to the type.
fn field_type(tokens: &mut Tokens) -> TokenStream {
    let (mut depth, mut previous) = (0_i32, ' ');
    let mut ty = Vec::new();
    for tree in tokens.by_ref() {
        let mark = if let TokenTree::Punct(punct) = &tree { punct.as_char() } else { ' ' };
        match mark {
            ',' if depth == 0 => break,
            '<' => depth += 1,
            '>' if previous != '-' => depth -= 1,
            _ => {}
        }
        previous = mark;
        ty.push(tree);
    }
    ty.into_iter().collect()
}
