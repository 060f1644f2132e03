# SPDX-License-Identifier: MIT
"""Tests the recipes in docs/packaging, as far as possible without Conan and vcpkg."""

import json
import re
import runpy
import shutil
import sys
import tempfile
import types
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONAN = ROOT / "docs/packaging/conan/conanfile.py"
VCPKG = ROOT / "docs/packaging/vcpkg/vcpkg.json"
VERSION = ".".join(re.findall(r"#define INVITO_VERSION_(?:MAJOR|MINOR|PATCH) +(\d+)",
                              (ROOT / "include/invito/version.hpp").read_text()))


def number(version):
    return tuple(int(part) for part in version.split("."))


def wanted(package):
    """The minimum version of a package that the build requires."""
    text = (ROOT / "CMakeLists.txt").read_text()
    return number(re.search(rf"invito_dependency\({package} \S+ ([\d.]+)", text)[1])


class Recorder:
    """A stand-in for Conan's objects, which records the properties that are set."""

    def __init__(self):
        self.properties = {}

    def set_property(self, name, value):
        self.properties[name] = value


def recipe():
    """The recipe's class. It is loaded with stand-ins for the modules of Conan 2 that it uses."""
    def copy(recipe, pattern, src, dst):
        found = [p for p in sorted(Path(src).rglob("*") if "/" not in pattern
                                   else Path(src).glob(pattern.replace("/*", "/**/*")))
                 if p.is_file() and (p.match(pattern) or "/" in pattern)]
        for path in found:
            target = Path(dst) / path.relative_to(src)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        assert found, f"{pattern} is nowhere below {src}"

    class ConanFile:
        def requires(self, reference, **_):
            self.required = getattr(self, "required", []) + [reference]

    modules = {
        "conan": {"ConanFile": ConanFile},
        "conan.tools": {},
        "conan.tools.build": {"check_min_cppstd": lambda recipe, least: setattr(recipe, "least", least)},
        "conan.tools.files": {"copy": copy},
        "conan.tools.layout": {"basic_layout": lambda recipe: None},
    }
    for name, content in modules.items():
        sys.modules[name] = types.ModuleType(name)
        vars(sys.modules[name]).update(content)
    return runpy.run_path(str(CONAN))["Invito"]()


class Packaging(unittest.TestCase):
    def test_recipes_are_of_this_version(self):
        self.assertEqual(recipe().version, VERSION)
        self.assertEqual(json.loads(VCPKG.read_text())["version"], VERSION)

    def test_recipes_pin_versions_that_the_build_takes(self):
        r = recipe()
        r.requirements()
        pinned = dict(reference.split("/") for reference in r.required)
        self.assertEqual(set(pinned), {"nlohmann_json", "date"})
        for dependency in json.loads(VCPKG.read_text())["dependencies"]:
            if "version>=" in dependency:
                name = dependency["name"].replace("-", "_")
                self.assertEqual(dependency["version>="], pinned.pop(name))
        self.assertEqual(pinned, {})
        for reference in r.required:
            name, version = reference.split("/")
            self.assertGreaterEqual(number(version), wanted(name))

    def test_the_conan_package_has_all_headers_and_the_licence(self):
        r = recipe()
        r.validate()
        self.assertEqual(r.least, 17)
        with tempfile.TemporaryDirectory() as folder:
            r.recipe_folder = str(CONAN.parent)
            r.export_sources_folder = r.source_folder = str(Path(folder, "sources"))
            r.package_folder = str(Path(folder, "package"))
            r.export_sources()
            r.package()
            made = {str(p.relative_to(r.package_folder)) for p in Path(r.package_folder).rglob("*.hpp")}
            ours = {str(p.relative_to(ROOT)) for p in (ROOT / "include").rglob("*.hpp")}
            self.assertEqual(made, ours)
            self.assertTrue(Path(r.package_folder, "licenses/LICENSE").is_file())

    def test_the_conan_package_is_found_by_the_names_of_the_cmake_package(self):
        r = recipe()
        r.cpp_info = Recorder()
        r.package_info()
        self.assertEqual(r.cpp_info.properties["cmake_file_name"], "invito")
        self.assertEqual(r.cpp_info.properties["cmake_target_name"], "invito::invito")


if __name__ == "__main__":
    unittest.main()
