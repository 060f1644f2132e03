# SPDX-License-Identifier: MIT
"""invito for Conan 2: `conan create docs/packaging/conan` in a checkout of the version below."""

from pathlib import Path

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy
from conan.tools.layout import basic_layout

required_conan_version = ">=2.0"


class Invito(ConanFile):
    name = "invito"
    version = "0.1.0"
    description = "The life of an invitation to an organization, as an embeddable C++17 library"
    license = "MIT"
    topics = ("invitation", "header-only", "json", "state-machine")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    def layout(self):
        basic_layout(self)

    def requirements(self):
        self.requires("nlohmann_json/3.11.3", transitive_headers=True)
        self.requires("date/3.0.1", transitive_headers=True, options={"header_only": True})

    def validate(self):
        check_min_cppstd(self, 17)

    def export_sources(self):
        root = Path(self.recipe_folder).parents[2]
        copy(self, "include/*", root, self.export_sources_folder)
        copy(self, "LICENSE", root, self.export_sources_folder)

    def package(self):
        copy(self, "LICENSE", self.source_folder, Path(self.package_folder, "licenses"))
        for files in ("*.hpp", "*.ipp"):
            copy(self, files, Path(self.source_folder, "include"), Path(self.package_folder, "include"))

    def package_id(self):
        self.info.clear()  # the same for every compiler

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "invito")
        self.cpp_info.set_property("cmake_target_name", "invito::invito")
        self.cpp_info.set_property("pkg_config_name", "invito")
