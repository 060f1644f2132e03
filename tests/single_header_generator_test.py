# SPDX-License-Identifier: MIT
"""Tests the generator of the single header on small trees of headers: its output and its refusals."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "single_include"))
import generate

VERSION = """#pragma once
#define INVITO_VERSION_MAJOR 1
#define INVITO_VERSION_MINOR 2
#define INVITO_VERSION_PATCH 3
"""
BEGIN = "#pragma once\n"
MISSING = '#elif !defined(INVITO_SEPARATE_COMPILATION) && !__has_include(<{0}>)\n#error "no {0}"\n'
CONDITION = "#if defined(INVITO_NO_JSON)\n"
ERRORS = MISSING.format("nlohmann/json.hpp") + MISSING.format("date/date.h")

CORE = "#ifndef INVITO_INVITO_HPP_SINGLE\n"
JSON = "#ifndef INVITO_NO_JSON\n"
DEFINITIONS = "#if !defined(INVITO_SEPARATE_COMPILATION) || defined(INVITO_IMPLEMENTATION)\n"
JSON_DEFINITIONS = '#error "no date/date.h"\n#else\n'
END = "#endif  // INVITO_INVITO_HPP_SINGLE_DEFINITIONS\n"


def includes(*names):
    return "".join(f"#include <invito/{name}>\n" for name in names)


def header_only(*names):
    return f"#ifndef INVITO_SEPARATE_COMPILATION\n{includes(*names)}#endif\n"


class SingleHeader(unittest.TestCase):
    def make(self, files, core=(), json=(), main=None, **settings):
        """The single header of a tree in which invito.hpp includes `core` and `json`."""
        if main is None:
            main = includes("version.hpp", *core) + CONDITION + ERRORS
            main += f"#else\n{includes(*json)}#endif\n"
        files = {**files, "invito.hpp": main, "version.hpp": VERSION.replace(BEGIN, "")}
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            (root / "include").mkdir()
            (root / "LICENSE").write_text("MIT\n")
            for name, text in files.items():
                path = root / "include" / "invito" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(BEGIN + text)
            settings = {"extra_core": (), "extra_json": (), "excluded": (), **settings}
            return generate.generate(root, **settings)

    def refuses(self, reason, files, core=("a.hpp",), json=(), **settings):
        with self.assertRaisesRegex(generate.Refused, reason):
            self.make(files, core, json, **settings)

    def in_order(self, text, *marks):
        for mark in marks:
            self.assertEqual(text.count(mark), 1, mark)
        self.assertEqual(sorted(marks, key=text.index), list(marks))

    def test_includes_come_before_the_includer_and_once(self):
        text = self.make(
            {
                "a.hpp": "int a;\n",
                "b.hpp": "#include <invito/a.hpp>\nint b;\n",
                "c.hpp": '// Why.\n#include <invito/a.hpp>\n#include "b.hpp"\nint c;\n',
            },
            core=["c.hpp"],
        )
        self.in_order(text, "int a;", "int b;", "// Why.", "int c;")

    def test_templates_follow_the_header_that_includes_them_at_its_end(self):
        text = self.make(
            {
                "a.hpp": "int a;\n\n#include <invito/impl/a.hpp>\n",
                "impl/a.hpp": "#include <invito/a.hpp>\n#include <invito/b.hpp>\nint templates;\n",
                "b.hpp": "int b;\n",
            },
            core=["a.hpp"],
        )
        self.in_order(text, CORE, "int a;", "int b;", "int templates;", JSON)

    def test_each_section_has_its_declarations_or_definitions(self):
        text = self.make(
            {
                "a.hpp": f"int a;\n\n{header_only('impl/a.ipp')}",
                "impl/a.ipp": f"{includes('a.hpp', 'impl/x.hpp')}int a_body;\n",
                "impl/x.hpp": "int x;\n",
                "b.hpp": f"{includes('a.hpp')}int b;\n{header_only('impl/b.ipp')}",
                "impl/b.ipp": f"{includes('b.hpp', 'impl/x.hpp')}int b_body;\n",
            },
            core=["a.hpp"],
            json=["b.hpp"],
        )
        self.in_order(text, CORE, "int a;", JSON, "int b;", DEFINITIONS, "int x;", "int a_body;",
                      JSON_DEFINITIONS, "int b_body;", END)
        self.assertNotIn("#ifndef INVITO_SEPARATE_COMPILATION", text)

    def test_a_header_of_header_only_mode_is_in_the_definitions(self):
        text = self.make(
            {
                "a.hpp": f"int a;\n{header_only('impl/a.ipp', 'engine.hpp')}",
                "impl/a.ipp": "#include <invito/engine.hpp>\nint a_body;\n",
                "engine.hpp": "int engine;\n",
            },
            json=["a.hpp"],
        )
        self.in_order(text, "int a;", JSON_DEFINITIONS, "int engine;", "int a_body;", END)

    def test_extra_headers_stand_among_the_declarations(self):
        text = self.make({"a.hpp": "int a;\n", "b.hpp": "int b;\n"},
                         extra_core=["a.hpp"], extra_json=["b.hpp"])
        self.in_order(text, CORE, "int a;", JSON, "int b;", DEFINITIONS)

    def test_a_missing_third_party_is_an_error_of_definitions_only(self):
        text = self.make({})
        self.in_order(text, DEFINITIONS, CONDITION, "#elif !__has_include(<nlohmann/json.hpp>)\n",
                      "#elif !__has_include(<date/date.h>)\n", JSON_DEFINITIONS)

    def test_no_trace_of_our_own_includes_and_pragmas_remains(self):
        files = {"a.hpp": f"int a;\n{header_only('a.ipp')}", "a.ipp": "int b;\n"}
        text = self.make(files, core=["a.hpp"])
        self.assertNotIn("#include <invito", text)
        self.assertNotIn("pragma once", text)

    def test_the_comment_of_the_outermost_header_is_on_top(self):
        main = f"/// Everything.\n{includes('version.hpp')}{CONDITION}{ERRORS}#else\n#endif\n"
        self.in_order(self.make({}, main=main), CORE, "/// Everything.\n", "VERSION_MAJOR 1")

    def test_standard_includes_are_sorted_in_the_first_section_that_needs_them(self):
        text = self.make(
            {
                "a.hpp": "#include <vector>  // why\n#include <array>\n" + header_only("a.ipp"),
                "a.ipp": "#include <array>\n#include <set>\n#include <list>\nint a_body;\n",
                "b.hpp": "#include <vector>\n#include <list>\n" + header_only("b.ipp"),
                "b.ipp": "#include <list>\n#include <set>\n#include <map>\nint b_body;\n",
            },
            core=["a.hpp"],
            json=["b.hpp"],
        )
        for section in ["#include <array>\n#include <vector>\n\n// ---- invito/version.hpp",
                        f"{JSON}\n#include <list>\n\n#endif",
                        "_DEFINITIONS\n\n#include <list>\n#include <set>\n\n//",
                        f"{JSON_DEFINITIONS}\n#include <map>\n\n//"]:
            self.assertIn(section, text)
        self.assertEqual(text.count("#include"), 6)

    def test_a_conditional_standard_include_stays_in_its_condition(self):
        lines = "#if __cplusplus > 201703L\n#include <compare>\n#endif\n"
        self.assertIn(lines, self.make({"a.hpp": lines}, core=["a.hpp"]))

    def test_a_condition_without_our_own_headers_stays(self):
        lines = "#ifndef INVITO_SEPARATE_COMPILATION\nint a;\n#else\nint b;\n#endif\n"
        self.assertIn(lines, self.make({"a.hpp": lines}, core=["a.hpp"]))

    def test_a_third_party_include_stays_among_its_lines_and_once(self):
        lines = (
            '#pragma push_macro("min")\n#undef min\n'
            '#include <date/date.h>\n#pragma pop_macro("min")\n'
        )
        files = {
            "a.hpp": header_only("b.ipp"),
            "b.ipp": "#include <invito/impl/c.hpp>\n#include <date/date.h>\n",
            "impl/c.hpp": lines,
        }
        text = self.make(files, json=["a.hpp"])
        self.in_order(text, JSON_DEFINITIONS, lines, END)
        self.assertEqual(text.count("#include <date/date.h>"), 1)

    def test_a_conditional_third_party_include_does_not_replace_a_later_one(self):
        name = "#include <nlohmann/json.hpp>\n"
        files = {"a.hpp": header_only("a.ipp"), "a.ipp": f"#ifdef X\n{name}#endif\n{name}"}
        self.assertEqual(self.make(files, json=["a.hpp"]).count(name), 2)

    def test_preamble_has_licence_version_and_command(self):
        text = self.make({})
        for expected in ["SPDX-License-Identifier: MIT\n", "invito 1.2.3", "include/generate.py"]:
            self.assertIn(expected, text[:300])

    def test_the_same_tree_gives_the_same_text(self):
        files = {"a.hpp": "#include <vector>\n#include <array>\n"}
        self.assertEqual(self.make(files, core=["a.hpp"]), self.make(files, core=["a.hpp"]))

    def test_a_helper_macro_is_fine_when_undefined_again(self):
        lines = "#define HELPER 1\n#undef HELPER\n#define INVITO_X 1\n"
        self.assertIn(lines, self.make({"a.hpp": lines}, core=["a.hpp"]))

    def test_excluded_files_are_left_out(self):
        text = self.make({"testing/kit/a.hpp": "int kit;\n", "src.hpp": "int src;\n"},
                         excluded=["testing/**/*.hpp", "src.hpp"])
        self.assertNotIn("kit", text)
        self.assertNotIn("int src", text)

    def test_refusals_of_a_header(self):
        def refuses(reason, text):
            self.refuses(f"a.hpp:{reason}", {"a.hpp": text, "b.hpp": "", "b.ipp": ""})

        b, condition = includes("b.hpp"), "#ifndef INVITO_SEPARATE_COMPILATION\n"
        refuses("3: one of our own headers under a condition", f"#if 1\n{b}#endif\n")
        refuses("4: one of our own headers under a condition",
                f"{condition}#if 1\n{b}#endif\n#endif\n")
        refuses("5: other lines beside our own", f"{condition}{b}// a\n#endif\n")
        refuses("5: other lines beside our own", f"{condition}#else\n{b}#endif\n")
        refuses("4: code behind the includes", f"{condition}{b}int a;\n#endif\n")
        refuses("4: code behind the includes", f"int a;\n{b}int b;\n")
        refuses("4: code behind the includes", f"int a;\n{b}#define INVITO_X\n")
        refuses("5: code behind the includes", f"{header_only('b.ipp')}int b;\n")
        refuses("2: no header of ours", "#include <invito/missing.hpp>\n")
        refuses("2: no header of ours", '#include "../../LICENSE"\n')
        refuses("3: no header of ours", header_only("missing.ipp"))
        refuses("2: neither standard", "#include <sys/types.h>\n")
        refuses("2: an include that is no plain name", "#include INVITO_HEADER\n")
        refuses("2: the macro HELPER", "#define HELPER 1\n")
        refuses("2: #if without #endif", "#if 1\n")
        refuses("2: #endif without #if", "#endif\n")

    def test_refusals_of_include_cycles(self):
        self.refuses("b.hpp:2: an include cycle through <invito/a.hpp>",
                     {"a.hpp": includes("b.hpp"), "b.hpp": includes("a.hpp")})
        self.refuses("a.hpp:2: an include cycle", {"a.hpp": includes("invito.hpp")})
        self.refuses("b.hpp:2: an include cycle through <invito/impl/a.hpp>",
                     {"a.hpp": f"int a;\n{includes('impl/a.hpp')}", "impl/a.hpp": includes("b.hpp"),
                      "b.hpp": includes("impl/a.hpp")})

    def test_refusals_across_sections(self):
        date = {"a.hpp": "#include <date/date.h>\n"}
        self.refuses("a.hpp:2: the declarations of the core need a third party: <date/", date)
        self.refuses("a.hpp:2: the declarations of JSON need a third party: <date/", date,
                     core=[], json=["a.hpp"])
        self.refuses("a.ipp:2: the definitions of the core need a third party: <date/",
                     {"a.hpp": header_only("a.ipp"), "a.ipp": date["a.hpp"]})
        files = {"a.hpp": header_only("a.ipp"), "a.ipp": includes("b.hpp"), "b.hpp": ""}
        self.refuses("a.ipp:2: the definitions of the core need a header of the declarations of "
                     "JSON: <invito/b.hpp>", files, json=["b.hpp"])
        self.refuses("a.ipp:2: not reached from a declaration: <invito/b.hpp>", files)

    def test_refusals_of_the_outermost_header(self):
        a, end, elif_missing = includes("a.hpp"), "#else\n#endif\n", ERRORS.splitlines()[0]
        for number, text in [
            (2, "int m;\n"),
            (2, "#ifdef X\n"),
            (3, f"{a}#define INVITO_X\n"),
            (3, f"{CONDITION}{a}"),
            (3, f"{CONDITION}#elif X\n"),
            (4, f"{CONDITION}{elif_missing}\n{end}"),
            (4, f"{CONDITION}#else\nint m;\n"),
            (5, f"{CONDITION}{end}{a}"),
        ]:
            reason = f"invito.hpp:{number}: not expected in the outermost header"
            self.refuses(reason, {"a.hpp": ""}, main=text)
        self.refuses("invito.hpp:2: no #if defined", {"a.hpp": ""}, main=a)
        self.refuses("invito.hpp:3: no #if defined", {"a.hpp": ""}, main=f"{CONDITION}#else\n")
        self.refuses("a.ipp:2: invito.hpp has no #error for a missing <date/date.h>",
                     {"a.hpp": header_only("a.ipp"), "a.ipp": "#include <date/date.h>\n"},
                     main=f"{CONDITION}#else\n{a}#endif\n")

    def test_refusals_of_the_whole(self):
        self.refuses("not reached from .*: invito/a.hpp, invito/impl/b.ipp",
                     {"a.hpp": "", "impl/b.ipp": ""}, core=[])
        self.refuses("no header of ours: <invito/x.hpp>", {"a.hpp": ""}, extra_core=["x.hpp"])


if __name__ == "__main__":
    unittest.main()
