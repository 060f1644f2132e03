// SPDX-License-Identifier: MIT
#pragma once

/// \file config.hpp
/// Configures how the library is compiled.
///
/// The library is header-only by default: there is nothing to define and nothing to build. If every
/// translation unit of a program defines `INVITO_SEPARATE_COMPILATION`, the headers do not contain
/// the definitions in the `.ipp` files. Exactly one source file must then include
/// `<invito/src.hpp>`, which compiles these definitions.
///
/// The two modes use different inline namespaces. One program can contain translation units of both
/// modes. However, units of different modes cannot exchange values of the library: the linker
/// reports undefined names in `invito::separate_v0`.

#ifdef INVITO_SEPARATE_COMPILATION
#define INVITO_ABI separate_v0  ///< The inline namespace of the whole library.
#define INVITO_INLINE  ///< Precedes the definition of every function that a header declares.
#else
#define INVITO_ABI v0         ///< The inline namespace of the whole library.
#define INVITO_INLINE inline  ///< Precedes the definition of every function that a header declares.
#endif
