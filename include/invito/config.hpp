// SPDX-License-Identifier: MIT
#pragma once

/// \file config.hpp
/// Configures how the library is compiled.
///
/// The library is header-only by default: no macro is needed, and nothing is built separately. In
/// the other mode, every translation unit of a program defines `INVITO_SEPARATE_COMPILATION`. Then
/// the headers do not include the definitions in the `.ipp` files. Exactly one source file must
/// include `<invito/src.hpp>`, which contains these definitions.
///
/// The two modes use different inline namespaces. One program can contain translation units of both
/// modes. However, units of different modes cannot exchange values of the library. If they try to,
/// the linker reports undefined names in `invito::separate_v0`.

#ifdef INVITO_SEPARATE_COMPILATION
#define INVITO_ABI separate_v0  ///< The inline namespace of the whole library.
#define INVITO_INLINE  ///< Precedes the definition of every function that a header declares.
#else
#define INVITO_ABI v0         ///< The inline namespace of the whole library.
#define INVITO_INLINE inline  ///< Precedes the definition of every function that a header declares.
#endif
