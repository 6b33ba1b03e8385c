# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""xgrammar: compile grammars, match text, mask logits, fail with its own errors."""

import json

import torch
import xgrammar

vocabulary = [chr(code) for code in range(32, 127)] + ["</s>"]
end = len(vocabulary) - 1
tokens = xgrammar.TokenizerInfo(vocabulary, stop_token_ids=[end])
compiler = xgrammar.GrammarCompiler(tokens)
number, text = {"type": "integer"}, {"type": "string"}
schema = {"type": "object", "properties": {"a": number, "b": text}, "required": ["a", "b"]}
compiled = compiler.compile_json_schema(json.dumps(schema))
matcher = xgrammar.GrammarMatcher(compiled)
mask = xgrammar.allocate_token_bitmask(1, tokens.vocab_size)
for character in '{"a": 12, "b": "xy"}':
    matcher.fill_next_token_bitmask(mask)
    assert matcher.accept_token(vocabulary.index(character)), character
logits = torch.zeros(1, tokens.vocab_size)
matcher.fill_next_token_bitmask(mask)
xgrammar.apply_token_bitmask_inplace(logits, mask)
assert (logits == 0).sum().item() == 1 and logits[0, end] == 0
assert matcher.accept_token(end) and matcher.is_terminated()

for wrong in ("root ::= (", "root := x"):
    try:
        xgrammar.Grammar.from_ebnf(wrong)
    except RuntimeError as error:
        assert "EBNF" in str(error)
    else:
        raise SystemExit(f"{wrong!r} was accepted")
again = xgrammar.CompiledGrammar.deserialize_json(compiled.serialize_json(), tokens)
assert again.memory_size_bytes > 0
assert "[a-z]" in str(xgrammar.Grammar.from_regex("[a-z]+"))
