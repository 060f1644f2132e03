# SPDX-License-Identifier: MIT
"""Writes mutated copies of headers. A copy contains all mutants; one is selected when a program runs.

libclang finds the expressions, conditions and statements. The edits are made in the text, so that the
rest of the text is unchanged. A mutant of code that is evaluated at compile time cannot be selected at
run time: such places are counted and not changed.
"""

import bisect
import collections
import os
import re

import clang.cindex
from clang.cindex import CursorKind as K
from clang.cindex import TypeKind as T

RELATIONS = {"<": ("less", "<="), "<=": ("less_equal", "<"),
             ">": ("greater", ">="), ">=": ("greater_equal", ">")}
NUMERIC = {"+": ("plus", "-"), "-": ("minus", "+"), "*": ("times", "+"), "/": ("divided", "*"),
           "%": ("rest", "/"), "&": ("bit_and", "|"), "|": ("bit_or", "&"),
           "<<": ("shift_left", ">>"), ">>": ("shift_right", "<<")}
BINARY = set(RELATIONS) | set(NUMERIC) | {"==", "!=", "&&", "||", "=", "+=", "-=", "|=", ","}
NUMBERS = {T.INT, T.UINT, T.LONG, T.ULONG, T.LONGLONG, T.ULONGLONG, T.SHORT, T.USHORT, T.UCHAR,
           T.SCHAR, T.CHAR_S, T.DOUBLE, T.FLOAT}
CONSTANT_WORDS = {"static_assert", "sizeof", "alignof", "decltype", "noexcept", "alignas"}
FUNCTIONS = {K.FUNCTION_DECL, K.CXX_METHOD, K.CONSTRUCTOR, K.DESTRUCTOR, K.CONVERSION_FUNCTION,
             K.FUNCTION_TEMPLATE}
TYPES = {K.STRUCT_DECL, K.CLASS_DECL, K.CLASS_TEMPLATE, K.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION}
# The result types for which `return {}` returns a value.
EMPTY = re.compile(r"(std::)?(optional<|string$|string_view$|vector<|size_t$|u?int\d+_t$)|"
                   r"(int|problems|path|feature_set|code|outcome|status)$|.*\*$")
# Static assertions check the tables of these headers, so their mutants must exist at compile time.
ASSERTED = {"lifecycle/impl/machine.hpp"}
EMPTY_ALREADY = re.compile(r"\w*\{\}|std::nullopt|nullptr|0")

Mutant = collections.namedtuple("Mutant",
                                "id file line function constant kind before after")
Table = collections.namedtuple("Table", "file name")


class Header:
    """One header: its tokens, its constant ranges, and the edits to make."""

    def __init__(self, unit, path, name):
        self.path, self.name = path, name
        with open(path, "rb") as f:
            self.text = f.read()
        file = unit.get_file(path)
        whole = unit.get_extent(path, (0, len(self.text)))
        assert file is not None
        self.tokens = [(t.extent.start.offset, t.extent.end.offset, t.spelling, t.kind)
                       for t in unit.get_tokens(extent=whole)
                       if t.kind != clang.cindex.TokenKind.COMMENT]
        self.starts = [t[0] for t in self.tokens]
        self.constant = []  # ranges that are evaluated at compile time
        self.wraps = []     # (start, end, prefix, suffix)
        self.replaced = []  # (start, end, text)
        self.match = {}     # the closing bracket of each opening bracket, by the indices of the tokens
        self.find_constants()

    def at(self, offset):
        """The index of the first token at or behind `offset`."""
        return bisect.bisect_left(self.starts, offset)

    def source(self, start, end):
        return self.text[start:end].decode()

    def find_constants(self):
        stack, skip_line = [], -1
        for n, (start, end, word, _) in enumerate(self.tokens):
            line = self.text.count(b"\n", 0, start) if word == "#" else skip_line
            if word == "#":
                skip_line = line
            if skip_line >= 0:
                if self.text.count(b"\n", 0, start) == skip_line:
                    continue
                skip_line = -1
            before = self.tokens[n - 1][2] if n else ""
            if word in ("(", "[", "{"):
                stack.append((word, n))
            elif word == "<" and not self.compares(start, end) and before != "operator":
                stack.append((word, n))
            elif word in (")", "]", "}"):
                opened, first = stack.pop()
                assert opened + word in ("()", "[]", "{}"), (self.name, start, opened, word)
                self.match[first] = n
                if word == ")" and first and self.tokens[first - 1][2] in CONSTANT_WORDS:
                    self.constant.append((self.tokens[first][0], end))
            elif word in (">", ">>") and not self.compares(start, end) and before != "operator":
                for _ in word:
                    if stack and stack[-1][0] == "<":
                        self.constant.append((self.tokens[stack.pop()[1]][0], end))
        assert not stack, (self.name, stack)

    def compares(self, start, end):
        """Whether this < or > is an operator. clang-format puts a blank on both sides of operators."""
        return self.text[start - 1:start].isspace() and self.text[end:end + 1].isspace()

    def is_constant(self, start, end):
        return any(a <= start and end <= b for a, b in self.constant)

    def mutated(self):
        opening, closing = collections.defaultdict(list), collections.defaultdict(list)
        for n, (start, end, prefix, suffix) in enumerate(self.wraps):
            opening[start].append((-end, n, prefix))
            closing[end].append((-start, -n, suffix))
        gone = {start: (end, text) for start, end, text in self.replaced}
        out, at = [], 0
        for offset in sorted(set(opening) | set(closing) | set(gone)):
            if offset > at:
                out.append(self.text[at:offset])
                at = offset
            out += [s.encode() for _, _, s in sorted(closing[offset])]
            out += [s.encode() for _, _, s in sorted(opening[offset])]
            if offset in gone:
                at = gone[offset][0]
                out.append(gone[offset][1].encode())
        return b"".join(out + [self.text[at:]])


class Context(collections.namedtuple("Context", "function result constant judged loop constexpr")):
    """The context of a cursor. If `judged`, a mutant of the code around the cursor negates it already.
    If `constant`, no mutant can be selected at run time. If `constexpr`, that may be possible."""

    def but(self, **changes):
        return self._replace(**changes)


class Mutator:
    """All mutants of a translation unit in the headers whose names begin with one of `folders`."""

    def __init__(self, include, main, folders, arguments):
        index = clang.cindex.Index.create()
        self.unit = index.parse("all.cpp", arguments, [("all.cpp", f"#include <{main}>\n")])
        bad = [d for d in self.unit.diagnostics if d.severity >= clang.cindex.Diagnostic.Error]
        if bad:
            raise SystemExit("\n".join(str(d) for d in bad))
        self.headers, self.mutants, self.tables = {}, [], []
        self.skipped = collections.Counter()
        self.done = set()
        tops = []
        for top in self.unit.cursor.get_children():
            path = top.location.file.name if top.location.file else ""
            name = os.path.relpath(path, include) if path else ""
            if name.startswith(tuple(folders)):
                if name not in self.headers:
                    self.headers[name] = Header(self.unit, path, name)
                tops.append((self.headers[name], top))
        for header, top in tops:
            self.header = header
            self.visit(top, Context("", "", False, False, False, False))

    # ---- The text of cursors ----------------------------------------------------------------------

    def words(self, cursor):
        h = self.header
        first, last = h.at(cursor.extent.start.offset), h.at(cursor.extent.end.offset)
        return [t[2] for t in h.tokens[first:last]]

    def source(self, cursor):
        return self.header.source(cursor.extent.start.offset, cursor.extent.end.offset)

    def add(self, c, kind, cursor, after, extent=None):
        """Adds a mutant. Returns its id, or None if the mutant cannot be selected at run time."""
        start, end = extent or (cursor.extent.start.offset, cursor.extent.end.offset)
        key = (self.header.name, kind, start, end, after)
        if key in self.done:
            return None
        self.done.add(key)
        if c.constant or self.header.is_constant(start, end):
            self.skipped[kind] += 1
            return None
        before = " ".join(self.header.source(start, end).split())
        line = self.header.text.count(b"\n", 0, start) + 1
        self.mutants.append(Mutant(len(self.mutants) + 1, self.header.name, line, c.function, c.constexpr,
                                   kind, before, after))
        return len(self.mutants)

    def wrap(self, cursor, prefix, suffix):
        self.header.wraps.append(
            (cursor.extent.start.offset, cursor.extent.end.offset, prefix, suffix))

    # ---- Walking ----------------------------------------------------------------------------------

    def visit(self, cursor, c):
        kind, file = cursor.kind, cursor.extent.start.file
        if file is not None and file.name != self.header.path:
            return None  # a default argument, which only the declaration contains
        if kind in FUNCTIONS:
            return self.function(cursor, c)
        if kind in TYPES:
            name = cursor.displayname if "fields_of" in cursor.spelling else cursor.spelling
            return self.children(cursor, c.but(function=name, constexpr=True))
        if kind in (K.VAR_DECL, K.FIELD_DECL, K.PARM_DECL):
            return self.variable(cursor, c)
        if kind in (K.ENUM_DECL, K.STATIC_ASSERT, K.TYPE_ALIAS_DECL, K.TYPEDEF_DECL):
            return self.children(cursor, c.but(constant=True))
        handler = {K.COMPOUND_STMT: self.compound, K.IF_STMT: self.if_, K.FOR_STMT: self.for_,
                   K.WHILE_STMT: self.while_, K.CXX_FOR_RANGE_STMT: self.range_for,
                   K.CASE_STMT: self.case, K.DEFAULT_STMT: self.case,
                   K.RETURN_STMT: self.return_, K.LAMBDA_EXPR: self.lambda_,
                   K.CONDITIONAL_OPERATOR: self.conditional, K.UNARY_OPERATOR: self.unary,
                   K.COMPOUND_ASSIGNMENT_OPERATOR: self.assignment,
                   K.INTEGER_LITERAL: self.integer, K.STRING_LITERAL: self.string,
                   K.CHARACTER_LITERAL: self.character, K.CXX_BOOL_LITERAL_EXPR: self.boolean,
                   K.DECL_REF_EXPR: self.reference}.get(kind)
        if handler:
            return handler(cursor, c)
        token = binary_operator(self.header, cursor)
        if token:
            return self.binary(cursor, c, *token)
        passes = kind in (K.PAREN_EXPR, K.UNEXPOSED_EXPR)
        self.children(cursor, c if passes else c.but(judged=False))

    def children(self, cursor, c):
        for child in cursor.get_children():
            self.visit(child, c)

    def function(self, cursor, c):
        inside = cursor.semantic_parent
        name = cursor.spelling
        if inside is not None and inside.kind in TYPES:
            owner = inside.displayname if inside.spelling == "fields_of" else inside.spelling
            name = owner + "::" + name
        result = cursor.result_type.spelling.replace("const ", "").replace("invito::", "").strip()
        if cursor.kind in (K.CONSTRUCTOR, K.DESTRUCTOR):
            result = "void"
        head = self.header.source(cursor.extent.start.offset, cursor.location.offset)
        c = c.but(function=name, result=result, judged=False, loop=False,
                  constexpr=re.search(r"\bconstexpr\b", head) is not None)
        for child in cursor.get_children():
            if child.kind in (K.TYPE_REF, K.TEMPLATE_REF, K.NAMESPACE_REF,
                              K.TEMPLATE_TYPE_PARAMETER, K.TEMPLATE_NON_TYPE_PARAMETER):
                continue
            if child.extent.start.offset > cursor.location.offset:
                self.visit(child, c)

    def variable(self, cursor, c):
        local = c.result != ""
        head = self.header.source(cursor.extent.start.offset, cursor.location.offset)
        constexpr = re.search(r"\bconstexpr\b", head)
        if constexpr and self.header.name in ASSERTED:
            c = c.but(function=cursor.spelling, constexpr=True)
        elif constexpr and not (local and self.release(cursor, constexpr, head)):
            if not local:
                self.table(cursor, c)
            c = c.but(constant=True)
        if not constexpr and not local and cursor.kind == K.VAR_DECL:
            c = c.but(constant=True)
        for child in cursor.get_children():
            if child.extent.start.offset > cursor.location.offset:
                self.visit(child, c.but(judged=False))

    def release(self, cursor, constexpr, head):
        """Makes a local constant a variable, if no expression needs it at compile time."""
        h, name = self.header, cursor.spelling
        if "static" in head or "auto" in head:
            return False
        body = cursor.semantic_parent.extent
        for n in range(h.at(cursor.extent.end.offset), h.at(body.end.offset)):
            start, end, word, _ = h.tokens[n]
            if word != name:
                continue
            if h.is_constant(start, end) or any(a <= start < b for a, b in self.lambdas(cursor)):
                return False
            statement = h.source(h.text.rfind(b";", 0, start), start)
            if "constexpr" in statement:
                return False
        start = cursor.extent.start.offset + constexpr.start()
        h.replaced.append((start, start + len("constexpr"), ""))
        return True

    def lambdas(self, cursor):
        found = []

        def look(at):
            if at.kind == K.LAMBDA_EXPR:
                found.append((at.extent.start.offset, at.extent.end.offset))
            for child in at.get_children():
                look(child)
        look(cursor.semantic_parent)
        return found

    def table(self, cursor, c):
        """Adds a constant that the runner may change in memory."""
        access = cursor.access_specifier
        parent = cursor.semantic_parent
        if access in (clang.cindex.AccessSpecifier.PRIVATE,
                      clang.cindex.AccessSpecifier.PROTECTED):
            return
        names, at = [cursor.spelling], parent
        while at is not None and at.kind != K.TRANSLATION_UNIT:
            if at.kind in (K.CLASS_TEMPLATE, K.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION,
                           K.STRUCT_DECL, K.CLASS_DECL):
                name = at.displayname
                if "<" in name:
                    if not name.startswith("fields_of<") or cursor.spelling != "rows":
                        return
                names.append(name)
            elif at.spelling:
                names.append(at.spelling)
            at = at.semantic_parent
        self.tables.append(Table(self.header.name, "::".join(reversed(names))))

    # ---- Statements -------------------------------------------------------------------------------

    def compound(self, cursor, c):
        for child in cursor.get_children():
            self.statement(child, c)

    def statement(self, cursor, c):
        """Adds a mutant that leaves out the statement, if that is possible."""
        h, kind = self.header, cursor.kind
        text = self.source(cursor)
        nothing_lost = text.startswith("static_cast<void>") or re.match(r"[\w.]*\breserve\(", text)
        leave = (kind.is_expression() and not nothing_lost) \
            or kind == K.CONTINUE_STMT or (kind == K.BREAK_STMT and c.loop) \
            or (kind == K.RETURN_STMT and self.words(cursor) == ["return"])
        end = h.at(cursor.extent.end.offset)
        if leave and end < len(h.tokens) and h.tokens[end][2] == ";":
            m = self.add(c, "statement left out", cursor, "")
            if m:
                h.wraps.append((cursor.extent.start.offset, h.tokens[end][1],
                                f"{{ if (!mutants::is({m})) ", " }"))
        self.visit(cursor, c.but(judged=False))

    def head(self, cursor):
        """The indices of the brackets after `if`, `for` or `while`."""
        h = self.header
        opening = h.at(cursor.extent.start.offset)
        while h.tokens[opening][2] != "(":
            opening += 1
        return opening, h.match[opening]

    def split(self, cursor):
        """The children in the head, the children after the head, and the offsets of its semicolons and of its end."""
        h = self.header
        opening, closing = self.head(cursor)
        behind = h.tokens[closing][0]
        children = list(cursor.get_children())
        semicolons, n = [], opening + 1
        while n < closing:
            if n in h.match:
                n = h.match[n]
            elif h.tokens[n][2] == ";":
                semicolons.append(h.tokens[n][0])
            n += 1
        return ([x for x in children if x.extent.start.offset < behind],
                [x for x in children if x.extent.start.offset > behind], semicolons, behind)

    def if_(self, cursor, c):
        head, branches, semicolons, behind = self.split(cursor)
        if self.words(cursor)[1] == "constexpr":
            for child in head:
                self.visit(child, c.but(constant=True))
        elif not semicolons and head[0].kind in (K.VAR_DECL, K.DECL_STMT):
            name = head[0].spelling or next(head[0].get_children()).spelling
            m = self.add(c, "condition", head[0], "false")
            if m:
                self.header.wraps.append((behind, behind, "", f"; !mutants::is({m}) && {name}"))
            self.visit(head[0], c)
        else:
            for child in head[:-1]:
                self.visit(child, c)
            self.condition(head[-1], c)
        for branch in branches:
            self.statement(branch, c)

    def for_(self, cursor, c):
        head, body, (first, second), _ = self.split(cursor)
        for child in head:
            at = child.extent.start.offset
            if first < at < second:
                self.condition(child, c, loop=True)
            else:
                self.visit(child, c.but(judged=True))
        for child in body:
            self.statement(child, c.but(loop=True))

    def while_(self, cursor, c):
        head, body, _, _ = self.split(cursor)
        for child in head:
            self.condition(child, c, loop=True)
        for child in body:
            self.statement(child, c.but(loop=True))

    def range_for(self, cursor, c):
        head, body, _, _ = self.split(cursor)
        for child in head:
            self.visit(child, c)
        for child in body:
            self.statement(child, c.but(loop=True))

    def case(self, cursor, c):
        children = list(cursor.get_children())
        for child in children[:-1]:
            self.visit(child, c.but(constant=True))
        self.statement(children[-1], c.but(loop=False))

    def return_(self, cursor, c):
        h = self.header
        children = list(cursor.get_children())
        if not children:
            return
        value = children[0]
        text = self.source(value)
        if c.result == "bool" or value.type.get_canonical().kind == T.BOOL:
            after = {"true": "false", "false": "true"}.get(text, f"!({' '.join(text.split())})")
            m = self.add(c, "return", value, after)
            if m:
                self.wrap(value, f"mutants::is({m}) != static_cast<bool>(", ")")
            if text not in ("true", "false"):
                self.visit(value, c.but(judged=True))
            return
        end = h.at(cursor.extent.end.offset)
        if h.tokens[end][2] == ";":
            m = None
            if c.result == "void":
                m = self.add(c, "return", value, "nothing done")
            elif EMPTY.match(c.result) and not EMPTY_ALREADY.fullmatch(text) \
                    and not is_enumerator(value):
                m = self.add(c, "return", value, "{}")
            if m:
                what = "return;" if c.result == "void" else "return {};"
                h.wraps.append((cursor.extent.start.offset, h.tokens[end][1],
                                f"{{ if (mutants::is({m})) {what} ", " }"))
        self.visit(value, c.but(judged=False))

    def lambda_(self, cursor, c):
        self.children(cursor, c.but(function=c.function + " (lambda)", result="auto", judged=False,
                                    loop=False))

    # ---- Expressions ------------------------------------------------------------------------------

    def condition(self, cursor, c, loop=False):
        text = self.source(cursor)
        if text not in ("true", "false"):
            always = None if loop else self.add(c, "condition", cursor, "true")
            never = self.add(c, "condition", cursor, "false")
            if always:
                self.wrap(cursor, f"(mutants::is({always}) || (", "))")
            if never:
                self.wrap(cursor, f"(!mutants::is({never}) && (", "))")
        self.visit(cursor, c.but(judged=True))

    def conditional(self, cursor, c):
        judged, *values = cursor.get_children()
        self.condition(judged, c)
        for value in values:
            self.visit(value, c.but(judged=False))

    def negate(self, cursor, c):
        m = self.add(c, "negated", cursor, f"!({' '.join(self.source(cursor).split())})")
        if m:
            self.wrap(cursor, f"(mutants::is({m}) != static_cast<bool>(", "))")

    def unary(self, cursor, c):
        if self.words(cursor)[0] != "!":
            return self.children(cursor, c.but(judged=False))
        if not c.judged:
            self.negate(cursor, c)
        self.children(cursor, c.but(judged=True))

    def operands(self, cursor, word):
        """The operands of a && b && c in one list."""
        inner = cursor
        while inner.kind == K.UNEXPOSED_EXPR:
            below = [x for x in inner.get_children() if x.extent == inner.extent]
            if len(below) != 1:
                break
            inner = below[0]
        token = binary_operator(self.header, inner)
        if inner.kind == K.BINARY_OPERATOR and token and self.header.tokens[token[1]][2] == word:
            return self.operands(token[0], word) + self.operands(token[2], word)
        return [cursor]

    def binary(self, cursor, c, left, at, right):
        h = self.header
        start, end, word, _ = h.tokens[at]
        if word in ("&&", "||"):
            if not c.judged:
                self.negate(cursor, c)
            neutral, joint = ("true", "||") if word == "&&" else ("false", "&& !")
            for operand in self.operands(cursor, word):
                m = self.add(c, "operand", operand, f"{neutral}, in {self.short(cursor)}")
                if m and word == "&&":
                    self.wrap(operand, f"(mutants::is({m}) || (", "))")
                elif m:
                    self.wrap(operand, f"(!mutants::is({m}) && (", "))")
                self.visit(operand, c.but(judged=True))
            return None
        if word in ("==", "!=") and not c.judged:
            self.negate(cursor, c)
        function = None
        if word in RELATIONS:
            if not c.judged:
                self.negate(cursor, c)
            function = RELATIONS[word]
        elif word in NUMERIC and self.calculates(left, right, word):
            function = NUMERIC[word]
        if function:
            a, b = self.short(left), self.short(right)
            m = self.add(c, "operator", cursor, f"{a} {function[1]} {b}")
            if m:
                self.wrap(cursor, f"mutants::{function[0]}<{m}>(", ")")
                self.wrap(left, "(", ")")
                self.wrap(right, "(", ")")
                h.replaced.append((start, end, ","))
        self.visit(left, c.but(judged=False))
        self.visit(right, c.but(judged=False))
        return None

    def short(self, cursor):
        return " ".join(self.source(cursor).split())

    def calculates(self, left, right, word):
        a, b = left.type.get_canonical(), right.type.get_canonical()
        if a.kind in NUMBERS and b.kind in NUMBERS:
            return True
        if word not in "+-":
            return False
        a, b = (re.sub(r"const |std::|chrono::|_V2::", "", x.spelling).split("<")[0] for x in (a, b))
        return b == "duration" and a in ("duration", "time_point")

    def assignment(self, cursor, c):
        left, right = cursor.get_children()
        word = self.header.tokens[self.header.at(left.extent.end.offset)][2]
        if word in ("+=", "-=") and left.type.get_canonical().kind in NUMBERS:
            m = self.add(c, "operator", cursor,
                         f"{self.short(left)} {'-+'[word == '-=']}= {self.short(right)}")
            if m:
                self.wrap(right, f"mutants::negated<{m}>(", ")")
        self.visit(left, c.but(judged=False))
        self.visit(right, c.but(judged=False))

    # ---- Constants --------------------------------------------------------------------------------

    def integer(self, cursor, c):
        text = self.source(cursor)
        if not re.fullmatch(r"[0-9][0-9a-fA-FxXbB']*[uUlL]*", text):
            return
        more = self.add(c, "number", cursor, f"{text} + 1")
        less = self.add(c, "number", cursor, f"{text} - 1") if text.rstrip("uUlL") != "0" else 0
        if more:
            self.wrap(cursor, f"mutants::number<{more}, {less or 0}>(", ")")

    def string(self, cursor, c):
        text = self.source(cursor)
        quote = text.find('"') + (text.startswith("R") and 1)
        first = text[quote + 1:quote + 2]
        if not text.startswith(('"', 'R"(')) or not first or first in '"\\':
            return
        if text.startswith("R"):
            first = text[quote + 1]
        other = "?" if first != "?" else "!"
        changed = text[:quote + 1] + other + text[quote + 2:]
        m = self.add(c, "text", cursor, " ".join(changed.split()))
        if m:
            self.wrap(cursor, f"(mutants::is({m}) ? {changed} : ", ")")

    def character(self, cursor, c):
        m = self.add(c, "text", cursor, "'?'")
        if m:
            self.wrap(cursor, f"(mutants::is({m}) ? '?' : ", ")")

    def boolean(self, cursor, c):
        after = "false" if self.source(cursor) == "true" else "true"
        m = self.add(c, "truth", cursor, after)
        if m:
            self.wrap(cursor, f"(mutants::is({m}) != ", ")")

    def reference(self, cursor, c):
        named = cursor.referenced
        if named is None or named.kind != K.ENUM_CONSTANT_DECL:
            return
        text = self.source(cursor)
        if "::" not in text:
            return
        all_names = [x.spelling for x in named.semantic_parent.get_children()
                     if x.kind == K.ENUM_CONSTANT_DECL]
        at = all_names.index(named.spelling)
        if len(all_names) == 1:
            return
        other = text.rsplit("::", 1)[0] + "::" + all_names[(at + 1) % len(all_names)]
        m = self.add(c, "name", cursor, other)
        if m:
            self.wrap(cursor, f"(mutants::is({m}) ? {other} : ", ")")


def is_enumerator(cursor):
    """Whether the cursor is an enumerator. Enumerators have mutants of their own."""
    while cursor.kind == K.UNEXPOSED_EXPR and len(list(cursor.get_children())) == 1:
        cursor = next(cursor.get_children())
    named = cursor.referenced if cursor.kind == K.DECL_REF_EXPR else None
    return named is not None and named.kind == K.ENUM_CONSTANT_DECL


def binary_operator(header, cursor):
    """The left operand, the index of the operator, the right operand; None for anything else."""
    if cursor.kind not in (K.BINARY_OPERATOR, K.CALL_EXPR):
        return None
    children = list(cursor.get_children())
    if cursor.kind == K.CALL_EXPR:
        if len(children) != 3 or not children[1].spelling.startswith("operator"):
            return None
        children = [children[0], children[2]]
    if len(children) != 2:
        return None
    at = header.at(children[0].extent.end.offset)
    if at >= len(header.tokens) or header.tokens[at][2] not in BINARY:
        return None
    if header.tokens[at][1] > children[1].extent.start.offset:
        return None
    return children[0], at, children[1]
