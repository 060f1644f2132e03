# SPDX-License-Identifier: MIT
"""What the generator of the single header does with small trees of headers, and what it refuses."""

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
BEGIN = "#pragma once\n#include <invito/version.hpp>\n"


class SingleHeader(unittest.TestCase):
    def make(self, **headers):
        """The single header of a tree in which `a` is a.hpp and `main` is invito.hpp."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            (root / "include" / "invito" / "testing").mkdir(parents=True)
            (root / "LICENSE").write_text("MIT\n")
            files = {"version": VERSION, "invito": BEGIN + headers.pop("main")}
            files.update((name, BEGIN + text) for name, text in headers.items())
            for name, text in files.items():
                (root / "include" / "invito" / f"{name}.hpp").write_text(text)
            return generate.generate(root)

    def refuses(self, reason, **headers):
        with self.assertRaisesRegex(generate.Refused, reason):
            self.make(**headers)

    def test_includes_come_before_the_includer_and_once(self):
        text = self.make(
            main='// Why.\n#include <invito/a.hpp>\n#include "b.hpp"\nint m;\n',
            a="int a;\n",
            b="#include <invito/a.hpp>\nint b;\n",
        )
        code = [line for line in text.splitlines() if line.startswith(("int", "// Why"))]
        self.assertEqual(code, ["int a;", "int b;", "// Why.", "int m;"])

    def test_no_trace_of_our_own_includes_and_pragmas_remains(self):
        text = self.make(main="#include <invito/a.hpp>\n", a="int a;\n")
        self.assertNotIn("#include <invito", text)
        self.assertNotIn("pragma once", text)

    def test_standard_includes_are_sorted_on_top(self):
        text = self.make(
            main="#include <vector>  // why\n#include <invito/a.hpp>\nint m;\n",
            a="#include <array>\n#include <vector>\n",
        )
        self.assertIn("\n\n#include <array>\n#include <vector>\n\n", text)
        self.assertEqual(text.count("#include <vector>"), 1)

    def test_a_conditional_standard_include_stays_in_its_condition(self):
        lines = "#if __cplusplus > 201703L\n#include <compare>\n#endif\n"
        self.assertIn(lines, self.make(main=lines))

    def test_a_third_party_include_stays_among_its_lines_and_once(self):
        lines = (
            '#pragma push_macro("min")\n#undef min\n'
            '#include <date/date.h>\n#pragma pop_macro("min")\n'
        )
        text = self.make(main="#include <invito/a.hpp>\n#include <date/date.h>\n", a=lines)
        self.assertIn(lines, text)
        self.assertEqual(text.count("#include <date/date.h>"), 1)

    def test_a_conditional_third_party_include_does_not_replace_a_later_one(self):
        name = "#include <nlohmann/json.hpp>\n"
        self.assertEqual(self.make(main=f"#ifdef X\n{name}#endif\n{name}").count(name), 2)

    def test_preamble_has_licence_version_and_command(self):
        text = self.make(main="int m;\n")
        for expected in ["SPDX-License-Identifier: MIT\n", "invito 1.2.3", "include/generate.py"]:
            self.assertIn(expected, text[:300])

    def test_the_same_tree_gives_the_same_text(self):
        main = "#include <vector>\n#include <array>\n"
        self.assertEqual(self.make(main=main), self.make(main=main))

    def test_a_helper_macro_is_fine_when_undefined_again(self):
        lines = "#define HELPER 1\n#undef HELPER\n#define INVITO_X 1\n"
        self.assertIn(lines, self.make(main=lines))

    def test_the_kit_for_tests_is_left_out(self):
        text = self.make(main="int m;\n", **{"testing/kit": "int kit;\n"})
        self.assertNotIn("kit", text)

    def test_the_end_of_the_whole_may_stand_under_a_condition(self):
        text = self.make(
            main="#include <invito/a.hpp>\n#ifndef X\n#include <invito/b.hpp>\n#endif\n",
            a="int a;\n", b="#include <invito/a.hpp>\n#include <invito/c.hpp>\nint b;\n", c="int c;\n")
        marks = ["int a;", "#ifndef X", "int c;", "int b;", "#endif\n\n#endif  //"]
        self.assertEqual(sorted(marks, key=text.index), marks)
        self.assertEqual(text.count("int a;"), 1)

    def test_refusals(self):
        ours = "#include <invito/a.hpp>\n"
        self.refuses("a.hpp:4: one of our own .* under a condition", main=ours,
                     a="#if 1\n#include <invito/b.hpp>\n#endif\n", b="")
        self.refuses("invito.hpp:6: one of our own .* behind a condition",
                     main=f"#if 1\n#include <invito/b.hpp>\n#endif\n{ours}", a="", b="")
        self.refuses("invito.hpp:4: one of our own .* after code", main=f"int m;\n{ours}", a="")
        self.refuses("no header of ours", main="#include <invito/missing.hpp>\n")
        self.refuses("no header of ours", main='#include "../../LICENSE"\n')
        self.refuses("neither standard", main="#include <sys/types.h>\n")
        self.refuses("no plain name", main="#include INVITO_HEADER\n")
        self.refuses("an include cycle", main=ours, a="#include <invito/invito.hpp>\n")
        self.refuses("invito.hpp:3: the macro HELPER", main="#define HELPER 1\n")
        self.refuses("without #endif", main="#if 1\n")
        self.refuses("not reached .*: invito/a.hpp", main="int m;\n", a="")


if __name__ == "__main__":
    unittest.main()
