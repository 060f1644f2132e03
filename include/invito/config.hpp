// SPDX-License-Identifier: MIT
#pragma once

/// \file config.hpp
/// How the library is compiled.
///
/// Header-only by default: there is nothing to define and nothing to build. With
/// `INVITO_SEPARATE_COMPILATION` defined in every unit of a program, the headers bring declarations
/// alone, and one source file has `#include <invito/src.hpp>`, which compiles the definitions.
///
/// The two modes use different inline namespaces. Units of both modes can be linked into one
/// program, but they cannot pass each other values of the library: that is a link error which names
/// `invito::separate_v0`.

#ifdef INVITO_SEPARATE_COMPILATION
#define INVITO_ABI separate_v0  ///< The inline namespace of everything in the library.
#define INVITO_INLINE           ///< Before the definition of a function that a header declares.
#else
#define INVITO_ABI v0         ///< The inline namespace of everything in the library.
#define INVITO_INLINE inline  ///< Before the definition of a function that a header declares.
#endif
